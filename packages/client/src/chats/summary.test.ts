import type { ChatActivity, ChatChanges, ChatSummary, Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeServer, type FakeChat } from '../testing/fake-server.js';
import type { Receipt } from './members.js';
import {
  applyActivity,
  applyChanges,
  applyMessageToChat,
  applyOwnRead,
  applyReceipt,
  mergeSummary,
  type ChatEntry,
} from './summary.js';

const ME = 1;

/** What a device holds of a chat, and what is on its way to it. */
class Device {
  entry: ChatEntry | undefined;
  readonly events: { event: string; payload: unknown }[] = [];
  readonly answers: (() => void)[] = [];
  readonly seen: ChatEntry[] = [];

  constructor(
    readonly server: FakeServer,
    readonly chat: FakeChat,
    joined: boolean,
  ) {
    const push = (event: string, payload: unknown) =>
      void this.events.push({ event, payload: structuredClone(payload) });
    server.sockets.add({ userId: ME, joined: new Set(joined ? [chat.id] : []), push });
    this.entry = mergeSummary(undefined, structuredClone(server.summary(chat, ME)));
  }

  change(to: (entry: ChatEntry) => ChatEntry): void {
    if (this.entry === undefined) return;
    this.entry = to(this.entry);
    this.seen.push(this.entry);
  }

  fetch(): void {
    const summary = structuredClone(this.server.summary(this.chat, ME));
    this.answers.push(() => this.change((entry) => mergeSummary(entry, summary)));
  }

  sync(): void {
    const since = this.entry?.summary.revision ?? 0;
    const input = { chatId: this.chat.id, since };
    const changes = structuredClone(this.server.handle(ME, 'list_changes', input)) as ChatChanges;
    this.answers.push(() => this.change((entry) => applyChanges(entry, [changes], ME)));
  }

  hear({ event, payload }: { event: string; payload: unknown }): void {
    this.change((entry) => {
      if (event === 'new_message' || event === 'message_updated') {
        return applyMessageToChat(entry, payload as Message, ME);
      }
      if (event.startsWith('messages_')) return applyReceipt(entry, payload as Receipt, ME);
      if (event !== 'chat_updated') return entry;
      const change = payload as ChatSummary | ChatActivity;
      return 'id' in change ? mergeSummary(entry, change) : applyActivity(entry, change);
    });
  }
}

const ACTS: Record<string, (device: Device, n: number) => void> = {
  otherSends: ({ server, chat }) => void server.send(2, chat.id, 'hello'),
  iSend: ({ server, chat }) => void server.send(ME, chat.id, 'from another device'),
  otherDeletes: ({ server, chat }, n) => server.delete(chat, 1 + (n % (chat.messages.length + 1))),
  iRead: ({ server, chat }, n) => void server.handle(ME, 'mark_read', { chatId: chat.id, seq: n }),
  iReadHere: (device, n) => {
    const seq = Math.min(n, device.entry?.summary.last_seq ?? 0);
    if (seq <= (device.entry?.summary.read_seq ?? 0)) return;
    device.change((entry) => applyOwnRead(entry, { userId: ME, seq, read_at: '2026-01-02T00:00:00.000Z' }, ME));
    device.answers.push(() => void device.server.handle(ME, 'mark_read', { chatId: device.chat.id, seq }));
  },
  otherReads: ({ server, chat }, n) => void server.handle(2, 'mark_read', { chatId: chat.id, seq: n }),
  otherReceives: ({ server, chat }, n) => void server.handle(2, 'mark_delivered', { chatId: chat.id, seq: n }),
  status: ({ server, chat }, n) => server.setStatus(chat, n % 2 ? 'open' : 'disputed'),
  event: (device) => device.events.splice(0, 1).forEach((one) => device.hear(one)),
  fetch: (device) => device.fetch(),
  sync: (device) => device.sync(),
  answer: (device, n) => device.answers.splice(n % (device.answers.length + 1), 1)[0]?.(),
};

describe('a summary', () => {
  test.each([true, false])(
    '[CL4] is what a fresh one says, after events and answers in any order (joined: %s)',
    (joined) => {
      const act = fc.tuple(fc.constantFrom(...Object.keys(ACTS)), fc.nat({ max: 12 }));
      fc.assert(
        fc.property(fc.array(act, { maxLength: 40, size: 'max' }), (acts) => {
          const server = new FakeServer();
          const chat = server.createChat(ME, 2);
          const device = new Device(server, chat, joined);
          for (const [name, n] of acts) ACTS[name]?.(device, n);
          for (const event of device.events.splice(0)) device.hear(event);
          for (const answer of device.answers.splice(0)) answer();
          for (const event of device.events.splice(0)) device.hear(event);
          // What the device does about a doubt.
          if (device.entry?.recount === true) device.fetch();
          for (const answer of device.answers.splice(0)) answer();
          expect(device.entry?.recount).toBe(false);
          const fresh = server.summary(chat, ME);
          // A device that has not joined is not told of others' receipts and of edits: the list is read again for those.
          if (joined) expect(device.entry?.summary).toEqual(fresh);
          else
            expect(device.entry?.summary).toMatchObject({
              unread: fresh.unread,
              read_seq: fresh.read_seq,
              last_seq: fresh.last_seq,
            });
          expectForward(device.seen);
        }),
        { numRuns: Number(process.env['FC_RUNS'] ?? 250) },
      );
    },
    60_000,
  );
});

/** Marks never move back, not even for a moment, and `unread` is never more than there could be. */
function expectForward(seen: readonly ChatEntry[]): void {
  seen.forEach(({ summary }, at) => {
    expect(summary.unread).toBeLessThanOrEqual(Math.max(0, summary.last_seq - summary.read_seq));
    const before = seen[at - 1]?.summary;
    if (before === undefined) return;
    expect(summary.read_seq).toBeGreaterThanOrEqual(before.read_seq);
    for (const member of summary.members) {
      const earlier = before.members.find(({ userId }) => userId === member.userId);
      expect(member.read_seq).toBeGreaterThanOrEqual(earlier?.read_seq ?? 0);
      expect(member.delivered_seq).toBeGreaterThanOrEqual(earlier?.delivered_seq ?? 0);
    }
  });
}
