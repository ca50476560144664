import { createStore } from '@stm-chat/client';
import { OUTBOX_TAG, type PageMessage } from './page-messages.js';

/** Asked for as often as this while the page is open, besides what the browser does by itself. */
const UPDATE_MS = 3_600_000;

const waiting = createStore<ServiceWorker | null>(null);
const listeners = new Set<(message: PageMessage) => void>();

/** The new version that waits for the reader's word; null while this is the newest. */
export const newVersion = { get: waiting.get, subscribe: waiting.subscribe };

/** The new version takes over, and every page of this origin loads anew: drafts and unsent messages are kept by then. */
export function takeNewVersion(): void {
  waiting.get()?.postMessage({ kind: 'take_over' } satisfies PageMessage);
}

/** Calls `listener` with what the worker says to this page; the answer ends that. */
export function onWorkerMessage(listener: (message: PageMessage) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks the browser for a sync when there is a network again, also if no page is open then. Not every browser can. */
export async function askForSync(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const { sync } = (registration ?? {}) as { sync?: { register(tag: string): Promise<void> } };
  // Refused in private windows, or by the reader: then the next open page sends.
  await sync?.register(OUTBOX_TAG).catch(() => undefined);
}

/** Starts the worker once the page has come to rest: what it fetches must not be in the page's way. */
export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // The first worker of a first visit takes the page over too, and is no new version.
  let known = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (known) window.location.reload();
    known = true;
  });
  serviceWorker.addEventListener('message', ({ data }) => {
    for (const listener of [...listeners]) listener(data as PageMessage);
  });
  const register = () => void serviceWorker.register('/sw.js').then(watch, () => undefined);
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    const next = registration.waiting;
    if (next !== null && navigator.serviceWorker.controller !== null) waiting.set(next);
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  const update = () => void registration.update().catch(() => undefined);
  setInterval(update, UPDATE_MS);
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || Date.now() - asked < UPDATE_MS) return;
    asked = Date.now();
    update();
  });
}
