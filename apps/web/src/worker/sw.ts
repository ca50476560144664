/**
 * The service worker: the page opens without a network, and what was written without one is sent when it is back. Each
 * concern has a file; this one only says which events of the browser they answer. Built by `build-worker.ts`.
 */
import { sendOutbox } from '@stm-chat/client';
import { CHAT_URL, openSession } from '../chat-server.js';
import { answerPage, clearOldPages, keepPage } from './page-cache.js';
import { openFromNotification } from './notification-click.js';
import { onPush } from './push.js';
import { onSubscriptionChange, type PushSubscriptionChange } from './push-change.js';
import { pages } from './open-pages.js';
import { answerShare } from './share-target.js';
import { OUTBOX_TAG, type PageMessage } from '../pwa/page-messages.js';

declare const self: ServiceWorkerGlobalScope;

/** As browsers that have Background Sync send it. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

self.addEventListener('install', (event) => event.waitUntil(keepPage()));
self.addEventListener('activate', (event) => event.waitUntil(clearOldPages().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const answer = answerShare(event.request) ?? answerPage(event.request);
  if (answer !== undefined) event.respondWith(answer);
});
self.addEventListener('push', (event) => event.waitUntil(onPush(event)));
self.addEventListener('pushsubscriptionchange' as never, (event: PushSubscriptionChange) =>
  event.waitUntil(onSubscriptionChange(event)),
);
self.addEventListener('notificationclick', (event) => event.waitUntil(openFromNotification(event)));
self.addEventListener('message', (event) => {
  // The reader agreed to the new version; open pages reload themselves when it takes over.
  if ((event.data as PageMessage | undefined)?.kind === 'take_over') event.waitUntil(self.skipWaiting());
});
self.addEventListener('sync' as never, (event: SyncEvent) => {
  if (event.tag === OUTBOX_TAG) event.waitUntil(sync());
});

/** A page that was closed is gone from the list after this long. */
const CLOSING_MS = 1000;

/** A page that is open sends itself; without one the worker does. Failing makes the browser try again later. */
async function sync(): Promise<void> {
  const open = await pages();
  for (const page of open) page.postMessage({ kind: 'network_back' } satisfies PageMessage);
  if (open.length > 0) {
    // One that is being closed is still there, and hears nothing any more: what it left would wait for the next visit.
    await new Promise((later) => setTimeout(later, CLOSING_MS));
    if ((await pages()).length > 0) return;
  }
  const sent = await sendOutbox({ url: CHAT_URL, session: openSession() });
  if (!sent) throw new Error('Something is still to be sent');
}
