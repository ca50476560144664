import { describe, expect, test } from 'vitest';
import { createFormats, dayKey, daysAgo } from './formats.js';

const at = (year: number, month: number, day: number, hour = 12, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).toISOString();
const now = Date.parse(at(2026, 3, 4, 14, 5));
const formats = createFormats('en-GB');

describe('days of the viewer', () => {
  test('change at local midnight, not after 24 hours', () => {
    expect(dayKey(at(2026, 3, 4, 0, 0))).toBe('2026-03-04');
    expect(daysAgo(at(2026, 3, 3, 23, 59), Date.parse(at(2026, 3, 4, 0, 1)))).toBe(1);
    expect(daysAgo(at(2026, 3, 4, 0, 0), Date.parse(at(2026, 3, 4, 23, 59)))).toBe(0);
  });

  test('are counted over a change to summer time', () => {
    expect(daysAgo(at(2026, 3, 28), Date.parse(at(2026, 3, 30)))).toBe(2);
  });
});

describe('separators in a conversation', () => {
  test.each([
    [at(2026, 3, 4, 0, 1), 'Today'],
    [at(2026, 3, 3, 23, 59), 'Yesterday'],
    [at(2026, 3, 1), 'Sunday'],
    [at(2026, 2, 20), 'Fri 20 February'],
    [at(2025, 12, 31), '31 December 2025'],
  ])('%s is %s', (iso, text) => expect(formats.day(iso, now).replace(',', '')).toBe(text));
});

describe('times in a list', () => {
  test.each([
    [at(2026, 3, 4, 9, 7), '09:07'],
    [at(2026, 3, 4, 23, 0), '23:00'],
    [at(2026, 3, 3), 'Yesterday'],
    [at(2026, 2, 27), 'Fri'],
    [at(2026, 2, 20), '20 Feb'],
    [at(2025, 12, 31), '31/12/25'],
  ])('%s is %s', (iso, text) => expect(formats.listTime(iso, now)).toBe(text));
});

test('the clock of the language decides about a leading zero', () => {
  expect(
    createFormats('en-US')
      .time(at(2026, 3, 4, 9, 7))
      .replace(/\s/u, ' '),
  ).toBe('9:07 AM');
});

describe('money', () => {
  test('is written as the language does, whole sums without a fraction', () => {
    expect(formats.money(12500, 'PKR').replace(/\u00a0/g, ' ')).toBe('PKR 12,500');
    expect(formats.money(80.5, 'EUR')).toBe('€80.50');
  });

  test('stays as the host sent it where it cannot be read', () => {
    expect(formats.money('on request')).toBe('on request');
    expect(formats.money(3, 'points')).toBe('3 points');
  });
});
