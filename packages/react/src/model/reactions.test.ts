import type { MessageItem } from '@stm-chat/client';
import { expect, test } from 'vitest';
import { makeMessage } from '../testing/fixtures.js';
import { withPending, withReaction } from './reactions.js';

test('a reaction is given once, and goes with the last who gave it', () => {
  const given = withReaction([], '👍', 1, true);
  expect(given).toEqual([{ emoji: '👍', user_ids: [1] }]);
  expect(withReaction(given, '👍', 1, true)).toBe(given);
  const both = withReaction(given, '👍', 2, true);
  expect(both).toEqual([{ emoji: '👍', user_ids: [1, 2] }]);
  expect(withReaction(both, '👍', 1, false)).toEqual([{ emoji: '👍', user_ids: [2] }]);
  expect(withReaction(given, '👍', 1, false)).toEqual([]);
  expect(withReaction(given, '🙏', 1, false)).toBe(given);
});

test('what is pending is shown, the last press counts, and other messages stay the same objects', () => {
  const items: MessageItem[] = [1, 2].map((seq) => ({
    kind: 'message',
    message: makeMessage({ seq }),
    state: 'received',
  }));
  const [first, second] = items;
  if (first?.kind !== 'message') throw new Error('made above');
  const press = { messageId: first.message.id, emoji: '👍' };
  const shown = withPending(items, [{ ...press, active: true }], 1);
  expect(shown[0]).toMatchObject({ message: { reactions: [{ emoji: '👍', user_ids: [1] }] } });
  expect(shown[1]).toBe(second);
  const undone = withPending(
    items,
    [
      { ...press, active: true },
      { ...press, active: false },
    ],
    1,
  );
  expect(undone[0]).toMatchObject({ message: { reactions: [] } });
  expect(withPending(items, [], 1)).toBe(items);
});

test('a message that was deleted meanwhile shows no reaction', () => {
  const message = makeMessage({ seq: 1, deleted_at: '2026-03-04T09:00:00.000Z' });
  const items: MessageItem[] = [{ kind: 'message', message, state: 'received' }];
  expect(withPending(items, [{ messageId: message.id, emoji: '👍', active: true }], 1)[0]).toBe(items[0]);
});
