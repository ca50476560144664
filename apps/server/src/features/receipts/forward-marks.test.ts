import { expect, it } from 'vitest';
import { ForwardMarks } from './forward-marks.js';

const mark = (seq: number, more: { userId?: number; kind?: 'read' | 'delivered'; chatId?: string } = {}) =>
  ({ chatId: 'c', userId: 1, kind: 'read', seq, ...more }) as const;

it('[SV1][RC1] a mark that was overtaken on the way is not told', () => {
  const marks = new ForwardMarks();
  expect([2, 6, 4, 6, 7].map((seq) => marks.moves(mark(seq)))).toEqual([true, true, false, false, true]);
  expect(marks.moves(mark(1, { kind: 'delivered' }))).toBe(true);
  expect(marks.moves(mark(1, { userId: 2 }))).toBe(true);
  expect(marks.moves(mark(1, { chatId: 'd' }))).toBe(true);
});

it('forgets the oldest, and not the latest', () => {
  const marks = new ForwardMarks();
  for (let n = 0; n < 10_001; n += 1) expect(marks.moves(mark(5, { chatId: `c${n}` }))).toBe(true);
  expect(marks.moves(mark(1, { chatId: 'c10000' }))).toBe(false);
  expect(marks.moves(mark(1, { chatId: 'c0' }))).toBe(true);
});
