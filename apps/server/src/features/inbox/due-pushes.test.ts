import { describe, expect, it } from 'vitest';
import { DuePushes } from './due-pushes.js';

const everybody = () => true;

describe('due pushes', () => {
  it('merge what is asked for one chat, and a summary says what an activity would', () => {
    const due = new DuePushes();
    due.add('a', [1], 'activity');
    due.add('a', [1, 2], 'summary');
    due.add('a', [2], 'activity');
    due.add('b', [3], 'activity');
    expect(due.take(10, everybody)).toEqual({
      chatIds: ['a', 'b'],
      summaries: [
        { chatId: 'a', userId: 1 },
        { chatId: 'a', userId: 2 },
      ],
      activities: [{ chatId: 'b', userId: 3 }],
    });
    expect(due.isEmpty).toBe(true);
  });

  it('leave out who has no device to be told, and name the chat all the same', () => {
    const due = new DuePushes();
    due.add('a', [1, 2], 'activity');
    const round = due.take(10, ({ userId }, kind) => userId === 2 && kind === 'summary');
    expect(round).toEqual({ chatIds: ['a'], summaries: [], activities: [] });
  });

  it('are taken in order, so many at a time, and can be put back', () => {
    const due = new DuePushes();
    for (const chatId of ['a', 'b', 'c']) due.add(chatId, [1], 'summary');
    const first = due.take(2, everybody);
    expect(first.chatIds).toEqual(['a', 'b']);
    due.putBack(first);
    expect(due.take(10, everybody).chatIds).toEqual(['c', 'a', 'b']);
  });
});
