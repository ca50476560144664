import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { haveLargeRoundsSeldom } from './collector.js';

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
  haveLargeRoundsSeldom();
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

function collect(): void {
  v8.setFlagsFromString('--expose-gc');
  const round: unknown = runInNewContext('gc');
  if (typeof round !== 'function') throw new Error('this V8 shows no gc()');
  round();
}

/** Lets old memory fill with garbage until a large round takes it. @returns how much larger it was then than what lives */
function growthUntilRound(): number {
  collect();
  const living = oldBytes();
  const passing: object[] = [];
  for (let most = living, number = 0; ; number += 1) {
    passing[number % PER_ROUND] = make(number);
    if (number % 1000 !== 0) continue;
    const now = oldBytes();
    if (now < most - 10 * MB) return most / living;
    most = Math.max(most, now);
  }
}

it('old memory doubles before a large round', () => {
  haveLargeRoundsSeldom();
  const kept: object[] = [];
  makeMany(3 * PER_ROUND, kept);
  const growth = growthUntilRound();
  expect(kept).toHaveLength(3 * PER_ROUND);
  // Some more, as it goes on filling until the round is done. V8's own bound is at four times as much in a program as fast as this.
  expect(growth).toBeGreaterThan(1.8);
  expect(growth).toBeLessThan(3.2);
});
