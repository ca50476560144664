import { pages } from './open-pages.js';
import type { PageMessage } from '../pwa/page-messages.js';

declare const self: ServiceWorkerGlobalScope;

/** A pressed notification leads to what it tells of: in a page that is open, else in a new one. `data.path` says where. */
export async function openFromNotification(event: NotificationEvent): Promise<void> {
  const { notification } = event;
  notification.close();
  const { path = '/' } = (notification.data ?? {}) as { path?: string };
  // Only ever to pages of our own, whatever the data says.
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const open = await pages();
  const page =
    open.find(({ focused }) => focused) ?? open.find(({ visibilityState }) => visibilityState === 'visible') ?? open[0];
  if (page === undefined) return void (await self.clients.openWindow(url.href));
  page.postMessage({ kind: 'open', path: `${url.pathname}${url.search}` } satisfies PageMessage);
  await page.focus();
}
