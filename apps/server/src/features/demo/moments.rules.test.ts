import { expect, it } from 'vitest';
import { chats } from './demo-chats.js';
import { momentOf } from './moments.rules.js';

const now = new Date(2025, 9, 17, 12, 0).getTime();

it('reads minutes ago, and times of earlier days', () => {
  expect(momentOf('-42m', now).getTime()).toBe(now - 42 * 60_000);
  expect(momentOf('-3d 09:12', now)).toEqual(new Date(2025, 9, 14, 9, 12));
  expect(() => momentOf('yesterday', now)).toThrow(RangeError);
});

it.each([new Date(2025, 9, 17, 0, 5), new Date(2025, 9, 17, 12, 0), new Date(2025, 9, 17, 23, 59)])(
  'the demo’s stories run forward and end in the past, at %s',
  (time) => {
    for (const { steps } of chats) {
      const times = steps.map(({ at }) => momentOf(at, time.getTime()).getTime());
      expect(times.toSorted((a, b) => a - b)).toEqual(times);
      expect(times.at(-1)).toBeLessThan(time.getTime());
    }
  },
);
