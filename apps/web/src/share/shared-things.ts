/**
 * What another app shares with this one: the worker takes it (`share_target` in the manifest) and keeps it until the
 * reader chose a chat. Both sides use this file.
 */
export const SHARE_PATH = '/share';
/** The page that asks for the chat. */
export const CHOOSE_PATH = '/?share';

const NAME = 'stm-chat-shared';
const TEXT = '/shared/text';
const FILES = '/shared/files/';

export interface SharedThings {
  readonly text: string;
  readonly files: readonly File[];
}

/** One text of the parts that a share has; an address that is in the text already is not told twice. */
export function sharedText(title: string, text: string, url: string): string {
  const parts = [title, text, url].map((part) => part.trim()).filter((part) => part !== '');
  const told = new Set(parts);
  return [...told].filter((part) => ![...told].some((other) => other !== part && other.includes(part))).join('\n');
}

/** Keeps what was shared in place of what was shared before. */
export async function keepShared({ text, files }: SharedThings): Promise<void> {
  await caches.delete(NAME);
  const cache = await caches.open(NAME);
  await Promise.all(
    files.map((file, at) => {
      const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
      return cache.put(`${FILES}${at}`, new Response(file, { headers }));
    }),
  );
  await cache.put(TEXT, new Response(text));
}

/** What waits for a chat; nothing when it was taken, or the browser has thrown it away. */
export async function findShared(): Promise<SharedThings> {
  if (!('caches' in globalThis)) return { text: '', files: [] };
  const cache = await caches.open(NAME);
  const text = (await (await cache.match(TEXT))?.text()) ?? '';
  const files: File[] = [];
  for (let at = 0; ; at++) {
    const kept = await cache.match(`${FILES}${at}`);
    if (kept === undefined) return { text, files };
    const type = kept.headers.get('Content-Type') ?? '';
    files.push(new File([await kept.blob()], decodeURIComponent(kept.headers.get('X-Name') ?? 'file'), { type }));
  }
}

export async function forgetShared(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(NAME);
}
