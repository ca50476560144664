import { expect, it } from 'vitest';
import { surroundings } from './history.rules.js';

it.each([
  ['the only page', [1, 2, 3], 3, {}, false, false],
  ['the latest page', [4, 5, 6], 6, {}, true, false],
  ['a page in the middle', [4, 5], 9, { before: 6 }, true, true],
  ['the first page', [1, 2], 9, { after: 0 }, false, true],
  ['nothing before the beginning', [], 9, { before: 1 }, false, true],
  ['nothing after the end', [], 9, { after: 9 }, true, false],
  ['an empty chat', [], 0, {}, false, false],
  ['an empty chat, asked for what comes before', [], 0, { before: 5 }, false, false],
  ['an empty chat, asked for what comes after', [], 0, { after: 5 }, false, false],
])('[HI4] %s', (_, seqs, lastSeq, request, before, after) => {
  expect(surroundings(seqs, lastSeq, { limit: 50, ...request })).toEqual({ has_before: before, has_after: after });
});
