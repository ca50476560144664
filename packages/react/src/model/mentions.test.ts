import { describe, expect, test } from 'vitest';
import { findMentions, matchingPeople, splitMentions, withPresentNames } from './mentions.js';

const people = [
  { userId: 2, name: 'Ana' },
  { userId: 3, name: 'Ana María' },
  { userId: 4, name: 'بلال احمد' },
];

describe('who is meant in a text', () => {
  test.each([
    ['@Ana, please', [{ userId: 2, start: 0, length: 4 }]],
    ['ask @ana maría!', [{ userId: 3, start: 4, length: 10 }]],
    ['(@Ana)', [{ userId: 2, start: 1, length: 4 }]],
    ['شكرا @بلال احمد', [{ userId: 4, start: 5, length: 10 }]],
    ['😀 @Ana', [{ userId: 2, start: 3, length: 4 }]],
    ['@Ana@Ana', [{ userId: 2, start: 0, length: 4 }]],
    ['mail me@Ana', []],
    ['@Anastasia', []],
    ['@', []],
    ['', []],
  ])('%s', (text, mentions) => {
    expect(findMentions(text, people)).toEqual(mentions);
  });

  test('at most as many as the wire takes, and nobody without a name', () => {
    expect(findMentions('@Ana '.repeat(30), people)).toHaveLength(20);
    expect(findMentions('@ @', [{ userId: 9, name: '' }])).toEqual([]);
  });
});

test('a text in its parts is the text, whatever the ranges are', () => {
  const text = 'Hi @Ana, hi';
  for (const mentions of [
    [],
    [{ userId: 2, start: 3, length: 4 }],
    [{ userId: 2, start: 3, length: 99 }],
    [
      { userId: 2, start: 3, length: 4 },
      { userId: 2, start: 4, length: 4 },
    ],
  ]) {
    const parts = splitMentions(text, mentions);
    expect(parts.map((part) => (part.kind === 'text' ? part.text : part.written)).join('')).toBe(text);
  }
});

test('names are those that people have now; of who left, what was written', () => {
  const mentions = [
    { userId: 2, start: 0, length: 5 },
    { userId: 9, start: 6, length: 5 },
  ];
  expect(withPresentNames('@Anna @Omar', mentions, people)).toBe('@Ana @Omar');
});

test('any word of a name finds it, without its accents', () => {
  expect(matchingPeople('mar', people).map(({ userId }) => userId)).toEqual([3]);
  expect(matchingPeople('', people)).toHaveLength(3);
  expect(matchingPeople('اح', people).map(({ userId }) => userId)).toEqual([4]);
});
