import v8 from 'node:v8';
import { expect, it } from 'vitest';
import { makeObjectsYoung } from './young-memory.js';

const MB = 1_000_000;
const ROUNDS = 30;
const STEPS = 20;
const PER_ROUND = 100_000;

function oldBytes(): number {
  return v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
}

const make = (number: number) => ({ list: [number, number, number, number], at: { number } });

function makeMany(count: number, kept: object[] | null): void {
  for (let number = 0; number < count; number += 1) {
    const made = make(number);
    kept?.push(made);
  }
}

it('what is made is young, also where all that was made before lived long', () => {
  makeObjectsYoung();
  for (let round = 0; round < ROUNDS; round += 1) makeMany(PER_ROUND, []);
  const grew = Array.from({ length: STEPS }, () => {
    const before = oldBytes();
    makeMany(PER_ROUND / STEPS, null);
    return oldBytes() - before;
  });
  // Made in old memory, each step would take some half a megabyte of it; beside a small round one may take some in any case.
  const middle = grew.toSorted((a, b) => a - b)[STEPS / 2];
  expect(middle).toBeLessThan(0.2 * MB);
});
