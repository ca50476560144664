import type { Dispute, DisputeAccess, DisputeEvent, DisputeRead, Lane } from '@stm-chat/protocol';
import type { Standing } from './disputes.policy.js';

/** A chat of a dispute that its viewer reads. */
export interface DisputePlace {
  readonly chatId: string;
  /** Null: the case itself. */
  readonly lane: Lane | null;
}

/** A dispute as one of those sees it who may have its evidence. */
export interface DisputeFile {
  readonly dispute: Dispute;
  readonly standing: Standing;
  /** Whether the viewer is, or was, its LSM: reads what messages said before they were changed. */
  readonly isLsm: boolean;
  readonly access: readonly DisputeAccess[];
  readonly reads: readonly DisputeRead[];
  readonly events: readonly DisputeEvent[];
  /** The case first, then the lanes that the viewer is in. */
  readonly places: readonly DisputePlace[];
}

/** The disputes of this server. */
export interface Disputes {
  /** @throws CommandError `not_found`, or `forbidden` for who may see the dispute and not what was said */
  requireFile(userId: number, disputeId: string): Promise<DisputeFile>;
  /** What happened to disputes after a position, in order and without gaps. Asks nobody's permission. */
  listEvents(since: number, most: number): Promise<DisputeEvent[]>;
}

export const DISPUTES = Symbol('Disputes');
