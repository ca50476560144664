import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { ReceiptQueue } from './receipt-queue.js';

function setUp() {
  const clock = new FakeClock();
  const sent: string[] = [];
  const state = { online: true, fail: undefined as ChatError | undefined };
  const queue = new ReceiptQueue({
    clock,
    isOnline: () => state.online,
    async send(kind, chatId, seq) {
      sent.push(`${kind} ${chatId} ${seq}`);
      const { fail } = state;
      state.fail = undefined;
      if (fail !== undefined) throw fail;
    },
  });
  return { clock, sent, state, queue };
}

describe('my receipts', () => {
  test('travel as one per chat, the furthest, and never back', async () => {
    const { clock, sent, queue } = setUp();
    for (const seq of [1, 5, 3]) queue.delivered('a', seq);
    queue.delivered('b', 2);
    await clock.advance(1000);
    queue.delivered('a', 4);
    queue.delivered('a', 5);
    await clock.advance(1000);
    expect(sent).toEqual(['mark_delivered a 5', 'mark_delivered b 2']);
  });

  test('reading says that it was delivered, too', async () => {
    const { clock, sent, queue } = setUp();
    queue.delivered('a', 4);
    queue.read('a', 4);
    expect(queue.isReading('a')).toBe(true);
    await clock.advance(1000);
    expect(sent).toEqual(['mark_read a 4']);
    expect(queue.isReading('a')).toBe(false);
  });

  test('are spread, so that a list full of news does not use up what the connection may send', async () => {
    const { clock, sent, queue } = setUp();
    for (let at = 0; at < 30; at++) queue.delivered(`chat ${at}`, 1);
    await clock.advance(1200);
    expect(sent.length).toBeLessThanOrEqual(10);
    await clock.advance(10_000);
    expect(sent).toHaveLength(30);
  });

  test('wait for the connection; what fails is tried again, what is refused is not', async () => {
    const { clock, sent, state, queue } = setUp();
    state.online = false;
    queue.read('a', 1);
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    state.online = true;
    state.fail = new ChatError('unavailable', 'busy');
    queue.wake();
    await clock.advance(10_000);
    expect(sent).toEqual(['mark_read a 1', 'mark_read a 1']);
    state.fail = new ChatError('not_found', 'gone');
    queue.read('a', 2);
    await clock.advance(60_000);
    expect(sent).toHaveLength(3);
  });
});
