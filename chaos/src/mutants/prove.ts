import { Cluster } from '../cluster/cluster.js';
import type { Ground } from '../cluster/ground.js';
import type { ServerNode } from '../cluster/server-node.js';
import { check, describeFirst } from '../invariants/check.js';
import type { InvariantName } from '../invariants/violation.js';
import { editDatabase, editedEnv, editedSdk, restoreDatabase } from './edit.js';
import { type Mutant, QUICK_TIPS } from './mutants.js';
import { DEPLOY_MS } from './proofs.js';
import { Stage } from './stage.js';

export interface Verdict {
  /** Every invariant that was broken, in no order. */
  readonly broken: readonly InvariantName[];
  /** The first offending operation. */
  readonly first: string;
}

/** Push services of proofs are on this machine. */
const PUSHING = { OUTGOING_ALLOW: '127.0.0.1' };

/**
 * Where mutants are shown: a database with two sound servers, beside which those get a server of their own that are mutants
 * of the server. So a proof takes a second or two.
 * Jobs, and so pushes, are done by a server of the proof's own alone: what is wrong with it is not mended by a sound one.
 */
export class Laboratory {
  private constructor(private readonly sound: Cluster) {}

  static async open(ground: Ground): Promise<Laboratory> {
    const env = { ...editedEnv([QUICK_TIPS]), ...PUSHING, JOBS_IN: 'worker' };
    return new Laboratory(await Cluster.start(ground, { nodes: 2, env }));
  }

  /** Runs a mutant's proof. @param mutated false: with everything of the proof but the mutant; then all has to be well */
  async prove(mutant: Mutant, mutated: boolean): Promise<Verdict> {
    const { database } = this.sound;
    const edits = [...(mutant.slower ?? []), ...(mutated ? (mutant.server ?? []) : [])];
    const subject =
      edits.length > 0 || mutant.pushes === true || !mutated
        ? await this.sound.addNode('the subject', {
            ...editedEnv([...(mutant.slowTips === true ? [] : [QUICK_TIPS]), ...edits]),
            ...PUSHING,
            JOBS_IN: 'server',
          })
        : null;
    const cluster = subject === null ? this.sound : this.sound.withNodes(this.#inPlace(subject, mutant));
    try {
      if (mutated) await editDatabase(database, mutant.database ?? [], mutant.statements ?? []);
      const sdk = mutated && mutant.sdk !== undefined ? await editedSdk(mutant.sdk) : undefined;
      return await play(cluster, mutant, sdk);
    } finally {
      await subject?.stop();
      if (mutated) await restoreDatabase(database, mutant.database ?? [], mutant.restore ?? []);
    }
  }

  /** Of the proofs that kill a node, none may kill a sound one. */
  #inPlace(subject: ServerNode, { subject: place = 1 }: Mutant): ServerNode[] {
    const others = this.sound.nodes.slice(0, 1);
    return place === 1 ? [subject, ...others] : [...others, subject];
  }

  close(): Promise<void> {
    return this.sound.stop();
  }
}

async function play(cluster: Cluster, { proof }: Mutant, sdk: Stage['sdk']): Promise<Verdict> {
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
