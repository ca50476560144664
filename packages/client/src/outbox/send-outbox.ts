import type { Message } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { ChatClientOptions } from '../client-types.js';
import { systemClock } from '../clock.js';
import type { PasswordSession } from '../session/session-source.js';
import { defaultStorage } from '../storage/default-storage.js';
import { browserLocks } from '../tabs/locks.js';
import { callSignedIn } from '../transport/rest.js';
import { deleteUploads, readyAttachments } from '../uploads/ready-attachments.js';
import { outboxPrefix, readEntry, sendInput, type OutboxEntry } from './outbox-entry.js';
import { Outbox } from './outbox.js';

export interface SendOutboxOptions extends Pick<ChatClientOptions, 'url' | 'storage' | 'clock' | 'fetch' | 'locks'> {
  readonly session: PasswordSession;
  /** Given up after so long, in milliseconds; default 25 seconds. */
  readonly limitMs?: number;
}

/**
 * Sends what waits on this device without a page, over REST: for a service worker's background sync. In order, once, and
 * not while a page does it, like every outbox. True when nothing is left to send; false when it should be tried again.
 */
export async function sendOutbox(options: SendOutboxOptions): Promise<boolean> {
  const { session } = options;
  const url = options.url.replace(/\/$/, '');
  const clock = options.clock ?? systemClock;
  const storage = options.storage ?? defaultStorage(url, clock);
  const fetch = options.fetch ?? ((requestUrl: string, init: RequestInit) => globalThis.fetch(requestUrl, init));
  const account = await session.restore();
  // Signed out here: what is left waits for whoever wrote it.
  if (account === null) return true;
  const waiting = async () => {
    const kept = await storage.entries(outboxPrefix(account.id));
    return kept.map(([, value]) => readEntry(value)).filter((entry) => entry !== undefined && !entry.error).length;
  };
  if ((await waiting()) === 0) return true;

  const send = async (entry: OutboxEntry) => {
    const attachments = await readyAttachments(storage, account.id, entry.uploads ?? []);
    // Files are uploaded by pages; what waits for one, and whatever follows it in its chat, waits for a page.
    if (attachments === undefined) throw new ChatError('unavailable', 'Its files are not uploaded yet');
    const input = { ...sendInput(entry, attachments) };
    return (await callSignedIn({ url, fetch, clock }, session, 'send_message', input)) as Message;
  };
  const outbox = new Outbox({
    storage,
    clock,
    random: Math.random,
    locks: options.locks ?? browserLocks(),
    canSend: () => true,
    send,
    onFinished: ({ uploads = [] }) => void deleteUploads(storage, account.id, uploads).catch(() => undefined),
    onStored: () => undefined,
  });
  outbox.open(account.id);
  const emptied = new Promise<void>((resolve) => {
    let began = false;
    outbox.state.subscribe(() => {
      const left = outbox.state.get().items.filter(({ entry }) => entry.error === undefined).length;
      began ||= left > 0;
      if (began && left === 0) resolve();
    });
  });
  let stopTimer: () => void = () => undefined;
  const late = new Promise<void>((resolve) => (stopTimer = clock.after(options.limitMs ?? 25_000, resolve)));
  await Promise.race([emptied, late]);
  stopTimer();
  outbox.close();
  await outbox.settled();
  return (await waiting()) === 0;
}
