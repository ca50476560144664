import fc from 'fast-check';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.js';
import type { ServerNode } from '../cluster/server-node.js';
import { check, describeFirst } from '../invariants/check.js';
import { converge, heal, writeEnd } from './ending.js';
import { Operations } from './operations.js';
import { isFault, scheduleArbitrary } from './schedule.js';
import { World } from './world.js';

/** A server has to have ended by then after SIGTERM. */
const DRAIN_MAX_MS = 25_000;
const STEPS = 200;
/** Between operations, beside what the seed says: the servers start beside them, and all is read again at the end. */
const PACE_MS = 60;

export interface RollingResult {
  /** How each server ended and how long that took, in words. */
  readonly restarts: readonly string[];
  /** The first thing that went wrong; null: nothing did. */
  readonly first: string | null;
  readonly sends: number;
}

/**
 * A deploy: people write all the while, and each server is drained and started again, as this build, when the one before it
 * is ready.
 */
export async function runRollingRound(
  cluster: Cluster,
  seed: number,
  { quietMs }: { readonly quietMs: number },
): Promise<RollingResult> {
  const world = await World.create(cluster, seed);
  const state = { isOver: false };
  const operating = operate(world, seed, state);
  try {
    const restarts: string[] = [];
    const problems: string[] = [];
    for (const node of cluster.nodes) {
      const { end, ms } = await restart(world, node);
      restarts.push(`${node.name} ended with ${end} after ${Math.round(ms)} ms`);
      if (end !== '0' || ms > DRAIN_MAX_MS) problems.push(restarts.at(-1) ?? '');
    }
    state.isOver = true;
    await operating;
    await heal(world);
    await converge(world, quietMs);
    await writeEnd(world);
    const { history } = world.recorder;
    const violations = check(history, { nodesAreLinked: cluster.ground.redis !== null });
    if (violations.length > 0) problems.push(describeFirst(violations, history));
    const sends = history.filter(({ kind }) => kind === 'ack').length;
    return { restarts, first: problems[0] ?? null, sends };
  } finally {
    state.isOver = true;
    await operating;
    await world.stop();
  }
}

async function restart(world: World, node: ServerNode): Promise<{ end: string; ms: number }> {
  const { recorder } = world;
  const fault = `rolling restart of ${node.name}`;
  recorder.add({ kind: 'fault', fault, phase: 'begins', proof: null });
  recorder.add({ kind: 'drain', node: node.name, clients: recorder.connectedTo(node.name) });
  const begun = performance.now();
  const end = await node.drain();
  const ms = performance.now() - begun;
  node.upgrade();
  await node.startAgain();
  await node.isReady();
  recorder.add({ kind: 'fault', fault, phase: 'ends', proof: `it ended with ${end}` });
  return { end, ms };
}

/** Again and again what the seed says, until it is over. */
async function operate(world: World, seed: number, state: { readonly isOver: boolean }): Promise<void> {
  const [steps = []] = fc.sample(scheduleArbitrary([], STEPS), { seed, numRuns: 1 });
  const operations = new Operations(world);
  const running: Promise<void>[] = [];
  for (let at = 0; !state.isOver; at += 1) {
    const step = steps[at % steps.length];
    if (step === undefined) return;
    const { name } = step;
    if (!isFault(name)) running.push(operations.perform({ ...step, name }));
    await wait(PACE_MS + step.wait);
  }
  await Promise.all(running);
}
