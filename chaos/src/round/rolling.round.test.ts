import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '../cluster/cluster.js';
import { Ground } from '../cluster/ground.js';
import { editedEnv } from '../mutants/edit.js';
import { QUICK_TIPS } from '../mutants/mutants.js';
import { runRollingRound } from './rolling-round.js';

// A deploy of three servers that hear each other through redis-server; `npm run chaos -- --only rolling` goes on with it.
const SEED = 20_261_127;

let ground: Ground;
let cluster: Cluster;
beforeAll(async () => {
  ground = await Ground.start({ pooler: false, redis: true });
  cluster = await Cluster.start(ground, { nodes: 3, env: editedEnv([QUICK_TIPS]) });
});
afterAll(async () => {
  await cluster?.stop();
  await ground?.stop();
});

it('[OP3][CN5] three servers are restarted one after the other while people write: nothing is lost, everybody is back', async () => {
  const { first, restarts, sends } = await runRollingRound(cluster, SEED, { quietMs: 40_000 });
  expect(first).toBeNull();
  expect(restarts).toHaveLength(3);
  expect(sends).toBeGreaterThan(20);
});
