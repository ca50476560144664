import { describe, expect, it } from 'vitest';
import { movedChats, strangersIn, tipsByUser } from './tips.rules.js';

const position = (chatId: string, revision: number, receiptsMovedAt = 0, memberIds = [1, 2]) => ({
  chatId,
  revision,
  receiptsMovedAt,
  memberIds,
});

describe('tips', () => {
  it('[TI1][TI3][TI4] tell of a chat whose revision or receipts moved, and of one not read before', () => {
    const before = new Map([position('a', 5), position('b', 5), position('c', 5)].map((p) => [p.chatId, p]));
    const now = [position('a', 5), position('b', 6), position('c', 5, 77), position('d', 1)];
    expect(movedChats(before, now).map(({ chatId }) => chatId)).toEqual(['b', 'c', 'd']);
  });

  it('[TI2] go to the members who joined, and to nobody else', () => {
    const joined = [
      { chatId: 'a', userIds: [1, 9] },
      { chatId: 'b', userIds: [1] },
    ];
    const tips = tipsByUser(joined, [position('a', 6)]);
    expect([...tips]).toEqual([[1, [{ chatId: 'a', revision: 6 }]]]);
  });

  it('[ME7] find who is in a room without a seat, also when the chat is gone', () => {
    const joined = [
      { chatId: 'a', userIds: [1, 9] },
      { chatId: 'gone', userIds: [2] },
    ];
    expect(strangersIn(joined, [position('a', 1)])).toEqual([
      { chatId: 'a', userId: 9 },
      { chatId: 'gone', userId: 2 },
    ]);
  });
});
