import { describe, expect, test } from 'vitest';
import { type PressedKey, shortcutOf } from './pressed-key.js';

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

describe('a key', () => {
  test.each([
    [press('?'), 'help'],
    [press('/'), 'search'],
    [press('k', { ctrlKey: true }), 'find'],
    [press('K', { metaKey: true }), 'find'],
    [press('u', { ctrlKey: true }), 'attach'],
    [press('ArrowDown', { altKey: true }), 'next'],
    [press('ArrowUp', { altKey: true }), 'previous'],
    [press('k'), null],
    [press('u'), null],
    [press('k', { ctrlKey: true, metaKey: true }), null],
    [press('ArrowDown'), null],
    [press('/', { altKey: true }), null],
  ])('%o means %s', (key, action) => expect(shortcutOf(key, false)).toBe(action));

  test('that is typed is a letter; with a modifier it is not typed', () => {
    expect(shortcutOf(press('?'), true)).toBeNull();
    expect(shortcutOf(press('/'), true)).toBeNull();
    expect(shortcutOf(press('k', { ctrlKey: true }), true)).toBe('find');
    expect(shortcutOf(press('ArrowDown', { altKey: true }), true)).toBe('next');
  });
});
