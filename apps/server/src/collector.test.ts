import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, it } from 'vitest';
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

/** So many that they get old before they pass, however large young memory is. */
const PASSING = 400_000;
const MOST = 8;

/** Lets old memory fill with garbage until a large round takes it. @returns how much larger it was then than what lives; at most MOST */
async function growthUntilRound(): Promise<number> {
  const passing = Array.from({ length: PASSING }, (_, number) => make(number));
  collect();
  const living = oldBytes();
  let most = living;
  for (let number = 0; most < MOST * living; number += 1) {
    passing[number % PASSING] = make(number);
    if (number % 2000 !== 0) continue;
    // A round that is done is ended between two turns.
    await new Promise((resume) => setImmediate(resume));
    const now = oldBytes();
    if (now < most - 10 * MB) break;
    most = Math.max(most, now);
  }
  return most / living;
}

it('old memory doubles before a large round', async () => {
  haveLargeRoundsSeldom();
  const growth = await growthUntilRound();
  // Some more, as it goes on filling until the round is done. V8's own bound is at four times as much in a program as fast as this.
  expect(growth).toBeGreaterThan(1.8);
  expect(growth).toBeLessThan(3.2);
});

afterAll(() => {
  for (const flag of ['--allocation-site-pretenuring', '--heap-growing-percent=0', '--no-expose-gc'])
    v8.setFlagsFromString(flag);
});
