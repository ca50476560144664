import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { ReceiptQueue } from './receipt-queue.js';

function setUp(hear: (chatId: string) => void = () => undefined) {
  const clock = new FakeClock();
  const sent: string[] = [];
  /** What the server knows, the furthest of each. */
  const known = new Map<string, number>();
  const state = { online: true, fail: undefined as ChatError | undefined };
  const queue = new ReceiptQueue({
    clock,
    isOnline: () => state.online,
    async send(kind, chatId, seq) {
      sent.push(`${kind} ${chatId} ${seq}`);
      const { fail } = state;
      state.fail = undefined;
      if (fail !== undefined) throw fail;
      hear(chatId);
      known.set(`${kind} ${chatId}`, seq);
    },
  });
  return { clock, sent, state, queue, known };
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

  test('a server that breaks over one is asked again; what it refused counts as not said', async () => {
    const { clock, sent, state, queue } = setUp();
    state.fail = new ChatError('internal', 'bug');
    queue.read('a', 3);
    await clock.advance(10_000);
    expect(sent).toEqual(['mark_read a 3', 'mark_read a 3']);
    // I am taken out of the chat, and come back.
    state.fail = new ChatError('not_found', 'gone');
    queue.read('a', 4);
    await clock.advance(10_000);
    expect(queue.isReading('a')).toBe(false);
    queue.read('a', 4);
    await clock.advance(10_000);
    expect(sent.slice(2)).toEqual(['mark_read a 4', 'mark_read a 4']);
  });

  test('one over which the server breaks again and again does not hold up the others, nor is it asked for ever', async () => {
    const { clock, sent, queue } = setUp((chatId) => {
      if (chatId === 'poison') throw new ChatError('internal', 'bug');
    });
    queue.read('poison', 1);
    queue.read('b', 1);
    await clock.advance(2000);
    expect(sent).toEqual(['mark_read poison 1', 'mark_read b 1']);
    await clock.advance(600_000);
    expect(sent.filter((one) => one.includes('poison')).length).toBeLessThanOrEqual(5);
    expect(queue.isReading('poison')).toBe(false);
  });

  test('[CL7] wait as long as the server says, also when the connection comes back before', async () => {
    const { clock, sent, state, queue } = setUp();
    state.fail = new ChatError('rate_limited', 'slow down', { retryAfterMs: 7000 });
    queue.read('a', 1);
    await clock.advance(1000);
    queue.wake();
    queue.read('b', 1);
    await clock.advance(5000);
    expect(sent).toHaveLength(1);
    await clock.advance(5000);
    expect(sent).toHaveLength(3);
  });
});

describe('my receipts, whatever happens', () => {
  test('[CL4] the server is told the furthest of each chat in the end', async () => {
    expect.hasAssertions();
    const act = fc.record({
      name: fc.constantFrom('read' as const, 'delivered' as const, 'pass' as const, 'fail' as const, 'flap' as const),
      chat: fc.constantFrom('a', 'b', 'c'),
      seq: fc.integer({ min: 1, max: 9 }),
      code: fc.constantFrom(
        'unavailable' as const,
        'rate_limited' as const,
        'internal' as const,
        'token_expired' as const,
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { clock, state, queue, known } = setUp();
        let failures = 0;
        const furthest = new Map<string, number>();
        for (const { name, chat, seq, code } of acts) {
          if (name === 'read' || name === 'delivered') {
            queue[name](chat, seq);
            const key = `mark_${name} ${chat}`;
            furthest.set(key, Math.max(seq, furthest.get(key) ?? 0));
          } else if (name === 'pass') await clock.advance(seq * 100);
          // Too often over the same one, and it counts as refused.
          else if (name === 'fail') state.fail = new ChatError(++failures > 4 ? 'unavailable' : code, 'not now');
          else {
            state.online = !state.online;
            if (state.online) queue.wake();
          }
        }
        if (!state.online) {
          state.online = true;
          queue.wake();
        }
        await clock.advance(60_000);
        for (const [key, seq] of furthest) {
          const read = known.get(key.replace('mark_delivered', 'mark_read')) ?? 0;
          expect(Math.max(known.get(key) ?? 0, read)).toBeGreaterThanOrEqual(seq);
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 100) },
    );
  });
});
