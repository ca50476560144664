import fc from 'fast-check';
import type { Cluster } from '../cluster/cluster.js';
import { describeFirst } from '../invariants/check.js';
import { runRound, type RoundOptions, type RoundResult } from './round.js';
import { type FaultName, scheduleArbitrary, type Step } from './schedule.js';

export interface SeededOptions extends Omit<RoundOptions, 'seed'> {
  readonly faults: readonly FaultName[];
  /** The most steps of a round. */
  readonly steps: number;
  /** How long a failing schedule may be made shorter; 0: not at all. */
  readonly shrinkMs: number;
}

export interface SeededResult {
  readonly seed: number;
  /** Of the first run of this seed. */
  readonly result: RoundResult;
  readonly steps: readonly Step[];
  /** The shortest schedule that was found to fail, and what it broke; null when the round was well. */
  readonly failure: { readonly steps: readonly Step[]; readonly first: string } | null;
}

/** The round of a seed: the same seed, the same schedule. One that fails is made shorter, each time on fresh people. */
export async function runSeededRound(cluster: Cluster, seed: number, options: SeededOptions): Promise<SeededResult> {
  const { faults, steps, shrinkMs } = options;
  let first: { readonly result: RoundResult; readonly steps: readonly Step[] } | null = null;
  let shortest: SeededResult['failure'] = null;
  let shrinkUntil = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(scheduleArbitrary(faults, steps), async (schedule) => {
    // Time is up: what is tried now counts as well, so that the search ends here.
    if (performance.now() > shrinkUntil) return;
    const result = await runRound(cluster, schedule, { ...options, seed });
    first ??= { result, steps: schedule };
    if (result.violations.length === 0) return;
    if (shortest === null) shrinkUntil = performance.now() + shrinkMs;
    shortest = { steps: schedule, first: describeFirst(result.violations, result.history) };
    throw new Error(shortest.first);
  });
  const details = await fc.check(property, { seed, numRuns: 1, endOnFailure: shrinkMs === 0 });
  // What is no violation is a round that could not be played: a fault that did not happen, a server that did not start.
  if (details.failed && shortest === null) throw details.errorInstance as Error;
  if (first === null) throw new Error('no round was played');
  return { seed, failure: shortest, ...(first as { result: RoundResult; steps: readonly Step[] }) };
}
