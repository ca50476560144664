import type { Actor } from '../actors/actor.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Recorder } from '../history/history.js';
import type { WorldChat } from './world.js';

/** Where something is played: servers, people's devices, and what is written down of them. */
export interface Stage {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly chats: readonly WorldChat[];
  readonly actors: readonly Actor[];
}
