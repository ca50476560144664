import { expect, test } from 'vitest';
import { makeMessage, uuid } from '../testing/fixtures.js';
import { applyPin } from './pins.js';

const pinned = (seq: number, minute: number, revision = seq) =>
  makeMessage({ id: uuid(seq), seq, revision, pinned: { by: 1, at: `2026-11-20T10:0${minute}:00.000Z` } });

test('[PF1] pins are in the order in which they were made, the latest first', () => {
  const first = applyPin([], pinned(5, 1));
  const both = applyPin(first, pinned(3, 2));
  expect(both.map(({ seq }) => seq)).toEqual([3, 5]);
  const { pinned: _, ...unpinned } = pinned(3, 2, 9);
  expect(applyPin(both, unpinned).map(({ seq }) => seq)).toEqual([5]);
});

test('what is not pinned, and what is older than what is known, changes nothing', () => {
  const pins = applyPin([], pinned(5, 1, 9));
  expect(applyPin(pins, makeMessage({ id: uuid(7), seq: 7 }))).toBe(pins);
  const { pinned: _, ...late } = pinned(5, 1, 8);
  expect(applyPin(pins, late)).toBe(pins);
});

test('[PF2] a deleted message is pinned no longer', () => {
  const gone = { ...pinned(5, 1, 9), deleted_at: '2026-11-20T11:00:00.000Z' };
  expect(applyPin([pinned(5, 1)], gone)).toEqual([]);
});
