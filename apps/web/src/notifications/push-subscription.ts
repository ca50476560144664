import { type ChatClient, createStore } from '@stm-chat/client';
import { forgetTold } from '../pwa/told.js';
import { deviceName } from './device-name.js';

/**
 * Whether this device is notified with the page closed. `refused`: by the browser, its push service or the server; then
 * only open pages notify. `none`: it is not wanted, not allowed, or not possible here.
 */
export type PushReach = 'none' | 'trying' | 'reached' | 'refused';

/** As it is known now; `usePushes` keeps it. */
export const pushReach = createStore<PushReach>('none');

/** Counts how often the reader asked to try again. */
export const pushTries = createStore(0);

/** Whether this browser can get pushes on this page. */
export function canGetPushes(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window;
}

/**
 * Lets this device get pushes, so that it is notified with the page closed; again: the server learns what changed.
 * Rejects where the browser or its push service refuses, and with `ChatError`.
 */
export async function subscribeToPushes(client: ChatClient, locale: string): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  const { public_key: key } = await client.call('list_push_subscriptions', {});
  let subscription = await registration.pushManager.getSubscription();
  if (subscription !== null && keyOf(subscription) !== key) {
    // The server has another key since: what the browser has is of no use to it.
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await client.call('add_push_subscription', {
    kind: 'web',
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    label: deviceName(navigator.userAgent),
    locale,
  });
}

/** Ends it, in the browser and by that for the push service too; the server removes the device when that says so. */
export async function endPushes(): Promise<void> {
  if (!canGetPushes()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
  await forgetTold();
}

/** Base64url, as the server writes it. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
