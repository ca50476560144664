import { Cluster } from '../cluster/cluster.js';
import type { Ground } from '../cluster/ground.js';
import { check, describeFirst } from '../invariants/check.js';
import type { InvariantName } from '../invariants/violation.js';
import { editDatabase, editedEnv, editedSdk } from './edit.js';
import { type Mutant, QUICK_TIPS } from './mutants.js';
import { DEPLOY_MS } from './proofs.js';
import { Stage } from './stage.js';

export interface Verdict {
  /** Every invariant that was broken, in no order. */
  readonly broken: readonly InvariantName[];
  /** The first offending operation. */
  readonly first: string;
}

const NODES = 2;

/** Runs a mutant's proof. @param mutated false: with everything of the proof but the mutant, where all has to be well */
export async function prove(ground: Ground, mutant: Mutant, mutated: boolean): Promise<Verdict> {
  const edits = [QUICK_TIPS, ...(mutant.slower ?? []), ...(mutated ? (mutant.server ?? []) : [])];
  const cluster = await Cluster.start(ground, { nodes: NODES, env: editedEnv(edits) });
  try {
    if (mutated) await editDatabase(cluster.database, mutant.database ?? [], mutant.statements ?? []);
    const sdk = mutated && mutant.sdk !== undefined ? await editedSdk(mutant.sdk) : undefined;
    return await run(cluster, mutant, sdk);
  } finally {
    await cluster.stop();
  }
}

async function run(cluster: Cluster, { proof }: Mutant, sdk: Stage['sdk']): Promise<Verdict> {
  const stage = await Stage.set(cluster, sdk);
  try {
    const history = await proof(stage);
    const violations = check(history, { backMs: DEPLOY_MS });
    return {
      broken: [...new Set(violations.map(({ invariant }) => invariant))],
      first: describeFirst(violations, history),
    };
  } finally {
    await stage.leave();
  }
}
