import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from './outbox-entry.js';
import { emptyOutbox, nextOutbox, nextToSend, type OutboxEvent } from './outbox-state.js';

const entry = (clientId: string, order: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  clientId,
  chatId: 'chat',
  order,
  text: clientId,
  type: 'text',
  replyTo: null,
  reply: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

const play = (...events: OutboxEvent[]) => events.reduce(nextOutbox, emptyOutbox);
const added = (clientId: string, order: number, more?: Partial<OutboxEntry>): OutboxEvent => ({
  type: 'added',
  entry: entry(clientId, order, more),
});
const ids = (state: ReturnType<typeof play>) => state.items.map((item) => item.entry.clientId);

describe('the state of the outbox', () => {
  test('a list that was read before a message was done does not bring it back', () => {
    const state = play(added('a', 1), { type: 'done', clientId: 'a' }, { type: 'loaded', entries: [entry('a', 1)] });
    expect(ids(state)).toEqual([]);
  });

  test('what another tab removed is gone, what is not written yet or on its way stays', () => {
    const kept = entry('kept', 1);
    const state = play(
      { type: 'added', entry: kept },
      { type: 'kept', entry: kept },
      added('new', 2),
      added('sending', 3),
      { type: 'sending', clientId: 'sending' },
      { type: 'loaded', entries: [entry('other tab', 0)] },
    );
    expect(ids(state)).toEqual(['other tab', 'new', 'sending']);
  });

  test('one message of each chat is sent at a time, and a refused one is passed over', () => {
    const state = play(added('a1', 1), added('a2', 2), added('b1', 3, { chatId: 'other' }), {
      type: 'refused',
      clientId: 'a1',
      error: { code: 'forbidden', message: 'no' },
    });
    expect(nextToSend(state).map(({ clientId }) => clientId)).toEqual(['a2', 'b1']);
    const busy = nextOutbox(state, { type: 'sending', clientId: 'a2' });
    expect(nextToSend(busy).map(({ clientId }) => clientId)).toEqual(['b1']);
    const retried = nextOutbox(busy, { type: 'retried', clientId: 'a1', order: 9 });
    expect(ids(retried)).toEqual(['a2', 'b1', 'a1']);
    expect(nextToSend(retried).map(({ clientId }) => clientId)).toEqual(['b1']);
  });
});
