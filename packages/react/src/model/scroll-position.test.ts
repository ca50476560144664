import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorAfterAppend, anchorAt, distanceToEnd, firstVisible } from './scroll-position.js';

const box = (scrollTop: number) => ({ scrollTop, scrollHeight: 2000, clientHeight: 600 });
const row = { key: 'a', offset: -12 };

describe('where the list stands', () => {
  test('at the end it stays there, whatever grows', () => {
    expect(distanceToEnd(box(1400))).toBe(0);
    expect(anchorAt(box(1399), row, false)).toEqual({ kind: 'end' });
  });

  test('anywhere else it holds what is read, and follows new messages only within 100 px', () => {
    const near = anchorAt(box(1300), row, false);
    const far = anchorAt(box(1299), row, false);
    expect(near).toEqual({ kind: 'row', key: 'a', offset: -12, nearEnd: true });
    expect(anchorAfterAppend(near)).toEqual({ kind: 'end' });
    expect(anchorAfterAppend(far)).toBe(far);
  });

  test('the end of a run that goes on is not the end', () => {
    expect(anchorAt(box(1400), row, true)).toEqual({ kind: 'row', key: 'a', offset: -12, nearEnd: false });
  });

  test('without rows it is the end', () => {
    expect(anchorAt(box(0), null, false)).toEqual({ kind: 'end' });
  });
});

test('the first visible row is what a search from the top would find', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 })), fc.integer({ min: -50, max: 3000 }), (heights, top) => {
      let sum = 0;
      const bottoms = heights.map((height) => (sum += height));
      const found = bottoms.findIndex((bottom) => bottom > top);
      expect(firstVisible(bottoms.length, (index) => bottoms[index] ?? 0, top)).toBe(
        found === -1 ? bottoms.length : found,
      );
    }),
  );
});
