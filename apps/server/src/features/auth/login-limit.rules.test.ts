import { expect, it } from 'vitest';
import { failureLimit, waitBefore } from './login-limit.rules.js';

const limits = new Map([
  ['account', { failures: 5, windowSeconds: 900 }],
  ['address', { failures: 20, windowSeconds: 900 }],
]);

it('reads a rate as failures within a time', () => {
  expect(failureLimit({ burst: 5, amount: 5, perMs: 900_000 })).toEqual({ failures: 5, windowSeconds: 900 });
  expect(failureLimit({ burst: 10, amount: 5, perMs: 900_000 })).toEqual({ failures: 10, windowSeconds: 1800 });
  expect(failureLimit(null)).toBeNull();
});

it('lets attempts pass below every limit, and waits for the longest of those that are reached', () => {
  expect(waitBefore([], limits)).toBe(0);
  expect(waitBefore([{ key: 'account', failures: 4, ms_left: 1000 }], limits)).toBe(0);
  expect(waitBefore([{ key: 'account', failures: 5, ms_left: 1000 }], limits)).toBe(1000);
  const both = [
    { key: 'account', failures: 5, ms_left: 1000 },
    { key: 'address', failures: 20, ms_left: 7000 },
  ];
  expect(waitBefore(both, limits)).toBe(7000);
  expect(waitBefore([{ key: 'account', failures: 6, ms_left: 0 }], limits)).toBe(1);
});
