import { setTimeout as wait } from 'node:timers/promises';
import type { SdkFactory } from '../actors/sdk-actor.js';
import type { Cluster } from '../cluster/cluster.js';
import { FaultInjector } from '../faults/fault-injector.js';
import type { History } from '../history/history.js';
import { check } from '../invariants/check.js';
import type { Violation } from '../invariants/violation.js';
import { converge, heal, writeEnd } from './ending.js';
import { Operations } from './operations.js';
import { isFault, type Step } from './schedule.js';
import { World } from './world.js';

export interface RoundOptions {
  /** Whom devices are led to, what they say: everything that the schedule leaves open. */
  readonly seed: number;
  readonly longestFaultMs: number;
  /** How long everybody has to agree once it is quiet. */
  readonly quietMs: number;
  readonly sdk?: SdkFactory;
}

export interface RoundResult {
  readonly history: History;
  readonly violations: readonly Violation[];
  /** How often each fault was brought about. */
  readonly faults: Readonly<Record<string, number>>;
}

/** One round: people act and things break as the schedule says; then all is healed, read, and checked. */
export async function runRound(cluster: Cluster, steps: readonly Step[], options: RoundOptions): Promise<RoundResult> {
  const world = await World.create(cluster, options.seed, options.sdk);
  const operations = new Operations(world);
  const faults = new FaultInjector(world, options.longestFaultMs);
  const running: Promise<void>[] = [];
  try {
    for (const step of steps) {
      const { name } = step;
      if (isFault(name)) faults.begin({ ...step, name });
      else running.push(operations.perform({ ...step, name }));
      await wait(step.wait);
    }
    await faults.over();
    await Promise.all(running);
    await heal(world);
    await converge(world, options.quietMs);
    await writeEnd(world);
    const { history } = world.recorder;
    return {
      history,
      violations: check(history, { nodesAreLinked: cluster.ground.redis !== null }),
      faults: Object.fromEntries(faults.counts),
    };
  } finally {
    await world.stop();
  }
}
