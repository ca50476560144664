import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageRow } from './message-rows.js';
import { makeMessage } from '../testing/fixtures.js';
import { endWindow, idleRange, rangeAround, rangeOf, trimRange, windowOf } from './row-window.js';

const row = (seq: number): MessageRow => ({
  kind: 'message',
  key: `m${seq}`,
  item: { kind: 'message', state: 'received', message: makeMessage({ seq }) },
  own: false,
  first: true,
  last: true,
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
const day: MessageRow = { kind: 'day', key: 'day:1', iso: '2026-03-04T09:00:00.000Z' };

describe('the rows that are on the page', () => {
  test('are the last ones before anybody asked for others, and grow with what is appended', () => {
    expect(rangeOf(rows(0, 500), endWindow)).toEqual({ start: 460, end: 500 });
    const window = windowOf(rows(0, 500), { start: 460, end: 500 });
    expect(rangeOf(rows(0, 503), window)).toEqual({ start: 460, end: 503 });
  });

  test('stay the same when a page comes before them', () => {
    const window = windowOf(rows(100, 200), { start: 0, end: 60 });
    expect(rangeOf(rows(50, 200), window)).toEqual({ start: 50, end: 110 });
  });

  test('begin with the separator of the first message, wherever that moves', () => {
    const window = windowOf([day, ...rows(100, 200)], { start: 0, end: 60 });
    expect(rangeOf([day, ...rows(100, 200)], window)).toEqual({ start: 0, end: 60 });
    expect(rangeOf([day, ...rows(50, 200)], window).start).toBe(51);
  });

  test('are the last ones when what they were called by is gone', () => {
    expect(rangeOf(rows(0, 500), { first: 'x', last: 'y' })).toEqual({ start: 460, end: 500 });
    expect(rangeOf([], endWindow)).toEqual({ start: 0, end: 0 });
  });

  test('lie around a row that is gone to', () => {
    expect(rangeAround(rows(0, 500), 250)).toEqual({ start: 230, end: 270 });
    expect(rangeAround(rows(0, 30), 3)).toEqual({ start: 0, end: 23 });
  });

  test('step by step become what is in sight and enough beyond it, and then rest', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(60), fc.nat(300), (count, at, shown, drawn) => {
        const start = Math.min(at, count);
        const seen = { start, end: Math.min(start + shown, count) };
        let range = { start: Math.max(start - drawn, 0), end: Math.min(seen.end + drawn, count) };
        let steps = 0;
        for (let next = idleRange(range, seen, count); next !== range; next = idleRange(range, seen, count)) {
          range = next;
          expect(steps++).toBeLessThan(40);
        }
        expect(range.start).toBeLessThanOrEqual(Math.max(seen.start - 80, 0));
        expect(range.end).toBeGreaterThanOrEqual(Math.min(seen.end + 80, count));
        expect(range.end - range.start).toBeLessThan(400);
        expect(trimRange(range, seen)).toEqual(range);
      }),
    );
  });
});
