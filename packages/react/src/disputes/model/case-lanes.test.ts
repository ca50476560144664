import { expect, test } from 'vitest';
import { caseLanes } from './case-lanes.js';

test('[LN7] the lanes in use come first, then those of people whose seats others have now', () => {
  const lanes = [
    { lane: 'customer', chatId: 'c2' },
    { lane: 'customer', chatId: 'c1' },
    { lane: 'provider', chatId: 'p2' },
    { lane: 'provider', chatId: 'p1' },
    { lane: 'staff', chatId: 's' },
  ] as const;
  expect(caseLanes({ lanes: [...lanes] }).map(({ id, chatId, earlier }) => [id, chatId, earlier])).toEqual([
    ['customer', 'c2', false],
    ['provider', 'p2', false],
    ['staff', 's', false],
    ['earlier-c1', 'c1', true],
    ['earlier-p1', 'p1', true],
  ]);
  expect(caseLanes({ lanes: [] })).toEqual([]);
});
