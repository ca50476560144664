import { expect, test } from 'vitest';
import { isLong } from './long-text.js';

test('long is what would fill a screen by its letters or its lines', () => {
  expect(isLong('a'.repeat(1200))).toBe(false);
  expect(isLong('a'.repeat(1201))).toBe(true);
  expect(isLong('\n'.repeat(19))).toBe(false);
  expect(isLong('\n'.repeat(20))).toBe(true);
});
