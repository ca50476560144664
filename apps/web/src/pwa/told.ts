/**
 * Up to which message this device was told of each chat, by a push or by a page: kept where both can read it. No text.
 */
const NAME = 'stm-chat-told';

const addressOf = (tag: string) => `/told/${encodeURIComponent(tag)}`;

/** 0: nothing yet, or it cannot be kept. */
export async function toldUpTo(tag: string): Promise<number> {
  if (!('caches' in globalThis)) return 0;
  const kept = await caches.match(addressOf(tag), { cacheName: NAME }).catch(() => undefined);
  return kept === undefined ? 0 : Number(await kept.text());
}

/** Only moves forward. */
export async function noteTold(tag: string, seq: number): Promise<void> {
  if (!('caches' in globalThis) || seq <= (await toldUpTo(tag)) || seq === Number.MAX_SAFE_INTEGER) return;
  const cache = await caches.open(NAME).catch(() => undefined);
  await cache?.put(addressOf(tag), new Response(String(seq))).catch(() => undefined);
}

/** For signing out: the next user of this device is told of everything. */
export async function forgetTold(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(NAME).catch(() => undefined);
}
