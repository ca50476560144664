import { expect, test } from 'vitest';
import { makeMessage } from '../testing/fixtures.js';
import type { MessageRow } from './message-rows.js';
import { RowHeights } from './row-heights.js';

const row = (seq: number, text = 'short'): MessageRow => ({
  kind: 'message',
  key: `m${seq}`,
  item: { kind: 'message', state: 'received', message: makeMessage({ seq, message: text }) },
  own: false,
  first: false,
  last: true,
});
const rows = Array.from({ length: 100 }, (_, seq) => row(seq));

function measured(height = 40) {
  const heights = new RowHeights();
  heights.setWidth(800);
  for (const each of rows) heights.measured(each, height);
  return heights;
}

test('a row that was never shown is guessed by its text', () => {
  const heights = new RowHeights();
  heights.setWidth(400);
  expect(heights.of(row(1, 'a long text '.repeat(60)))).toBeGreaterThan(3 * heights.of(row(2)));
  expect(heights.of(row(3, 'one\ntwo\nthree'))).toBeGreaterThan(heights.of(row(4, 'one')));
});

test('one that was shown is as high as it was, until the width changes', () => {
  const heights = measured();
  expect(heights.sum(rows, 10, 20)).toBe(400);
  expect(heights.isMeasured(rows[3] ?? row(0))).toBe(true);
  expect(heights.isMeasured(row(3, 'edited'))).toBe(false);
  heights.setWidth(300);
  expect(heights.isMeasured(rows[3] ?? row(0))).toBe(false);
});

test('places are found in both directions, and never outside', () => {
  const heights = measured();
  expect(heights.rowAt(rows, 0, 95)).toEqual({ index: 2, into: 15 });
  expect(heights.rowAt(rows, 50, -10)).toEqual({ index: 50, into: 0 });
  expect(heights.rowAt(rows, 0, 1e9)).toEqual({ index: 99, into: 0 });
  expect(heights.reachBack(rows, 10, 100)).toBe(7);
  expect(heights.reachBack(rows, 2, 1e9)).toBe(0);
  expect(heights.reachOn(rows, 10, 100)).toBe(13);
  expect(heights.reachOn(rows, 98, 1e9)).toBe(100);
});
