import { describe, expect, test } from 'vitest';
import { isFewEmoji, lengthState } from './text-length.js';

describe('the limit of 4,000 characters', () => {
  test('is shown as it nears, and counts what the server counts', () => {
    expect(lengthState('a'.repeat(3799))).toEqual({ kind: 'plenty' });
    expect(lengthState('a'.repeat(3800))).toEqual({ kind: 'near', left: 200 });
    expect(lengthState('a'.repeat(4000))).toEqual({ kind: 'near', left: 0 });
    expect(lengthState('a'.repeat(4001))).toEqual({ kind: 'over', by: 1 });
  });

  test('counts an emoji as one, and not the space around', () => {
    expect(lengthState('😀'.repeat(3000))).toEqual({ kind: 'plenty' });
    expect(lengthState(`  ${'😀'.repeat(4000)}\n`)).toEqual({ kind: 'near', left: 0 });
  });
});

test.each([
  ['👍', true],
  ['👍🏽🙏', true],
  ['❤️', true],
  ['👩‍👩‍👧', true],
  ['🇵🇰', true],
  ['☝🏽', true],
  ['👍👍👍👍', false],
  ['™', false],
  ['☎', false],
  ['ok 👍', false],
  ['1', false],
  ['', false],
])('%s alone is shown large: %s', (text, large) => expect(isFewEmoji(text)).toBe(large));
