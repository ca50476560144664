import { describe, expect, test } from 'vitest';
import { ageOf, timeLeft } from './time-left.js';

const now = Date.parse('2026-03-04T09:00:00.000Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const words = (minutes: number) =>
  timeLeft(at(minutes), now)
    .parts.map(({ unit, value }) => `${value} ${unit}`)
    .join(' ');

describe('a countdown', () => {
  test.each([
    [0, ''],
    [1, '1 minute'],
    [59, '59 minute'],
    [60, '1 hour'],
    [185, '3 hour 5 minute'],
    [24 * 60, '1 day'],
    [26 * 60 + 30, '1 day 2 hour'],
    [5 * 24 * 60 + 300, '5 day'],
    [-90, '1 hour 30 minute'],
  ])('%i minutes: %s', (minutes, text) => expect(words(minutes)).toBe(text));

  test('turns urgent within two hours, and is over the moment it is', () => {
    expect(timeLeft(at(121), now).urgency).toBe('calm');
    expect(timeLeft(at(120), now).urgency).toBe('soon');
    expect(timeLeft(at(0), now)).toMatchObject({ urgency: 'soon', over: false });
    expect(timeLeft(new Date(now - 1).toISOString(), now)).toMatchObject({ urgency: 'over', over: true });
  });
});

test('an age has one unit, and a clock that is ahead makes nothing younger than now', () => {
  expect(ageOf(at(-185), now)).toEqual([{ unit: 'hour', value: 3 }]);
  expect(ageOf(at(5), now)).toEqual([]);
});
