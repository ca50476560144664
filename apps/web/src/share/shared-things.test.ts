import { describe, expect, test } from 'vitest';
import { sharedText } from './shared-things.js';

describe('the text of a share', () => {
  test.each([
    [['', 'Look at this', ''], 'Look at this'],
    [['Tap 31', 'A good one', 'https://shop.example/31'], 'Tap 31\nA good one\nhttps://shop.example/31'],
    // Android puts the address into the text, and the title often too.
    [['Tap 31', 'Tap 31 https://shop.example/31', 'https://shop.example/31'], 'Tap 31 https://shop.example/31'],
    [['same', 'same', ''], 'same'],
    [['', ' ', ''], ''],
  ] as const)('%j', ([title, text, url], whole) => {
    expect(sharedText(title, text, url)).toBe(whole);
  });
});
