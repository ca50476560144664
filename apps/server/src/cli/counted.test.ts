import { expect, it } from 'vitest';
import { counted, sizeOf } from './counted.js';

it('counts as people do', () => {
  expect([0, 1, 2].map((n) => counted(n, 'warning'))).toEqual(['0 warnings', '1 warning', '2 warnings']);
  expect(counted(1, 'is', 'are')).toBe('1 is');
});

it.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [44_900, '45 kB'],
  [1_000_000, '1.0 MB'],
  [43_280_000, '43.3 MB'],
])('says of %i bytes that they are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});
