import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '../cluster/cluster.js';
import { Ground } from '../cluster/ground.js';
import { editedEnv } from '../mutants/edit.js';
import { QUICK_TIPS } from '../mutants/mutants.js';
import { FAULTS, type FaultName } from './schedule.js';
import { runSeededRound } from './seeded-round.js';

// One short round, over redis-server, of what `npm run chaos` does for as long as one likes, of a seed in which every kind of thing breaks.
const SEED = 20_261_126;

let ground: Ground;
let cluster: Cluster;
beforeAll(async () => {
  ground = await Ground.start({ pooler: false, redis: true });
  cluster = await Cluster.start(ground, { nodes: 2, env: editedEnv([QUICK_TIPS]) });
});
afterAll(async () => {
  await cluster?.stop();
  await ground?.stop();
});

it('a seeded round of operations and faults breaks no invariant', async () => {
  const { result, failure } = await runSeededRound(cluster, SEED, {
    faults: Object.keys(FAULTS) as FaultName[],
    steps: 160,
    longestFaultMs: 700,
    quietMs: 40_000,
    shrinkMs: 0,
  });
  expect(failure?.first).toBeUndefined();
  const kinds = new Set(result.history.map(({ kind }) => kind));
  for (const kind of ['ack', 'see', 'shows', 'final', 'shown', 'fault', 'marked', 'changed'] as const)
    expect(kinds).toContain(kind);
  expect(Object.keys(result.faults).length).toBeGreaterThanOrEqual(4);
});
