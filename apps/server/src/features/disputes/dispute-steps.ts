import { Inject, Injectable } from '@nestjs/common';
import type { Dispute } from '@stm-chat/protocol';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { seatOf } from '../../database/codes.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, invalid, notFound, unavailable } from '../../kernel/errors.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { DisputeNews } from './dispute-news.js';
import { toDispute, toState } from './disputes.mapper.js';
import { type DisputeCommand, requireAllowed } from './disputes.policy.js';
import { type DisputeRow, readDispute } from './disputes.queries.js';
import { stepDispute, type Told } from './disputes.repository.js';
import { type Refusal, type Side, type Step, takeStep } from './disputes.rules.js';
import { type NewOffer, toWrittenStep } from './written-step.js';

/** Decisions that may be made on what somebody else has just changed, before it is called busy. */
const TRIES = 8;

export interface StepCall {
  readonly command: DisputeCommand;
  readonly userId: number;
  readonly disputeId: string;
  /** What is asked for; from the dispute as it is now. */
  readonly step: (row: DisputeRow) => Step;
  /** Of a release or a handing over. */
  readonly note?: string | null;
  readonly offer?: (row: DisputeRow) => NewOffer;
}

export interface StepResult {
  readonly dispute: Dispute;
  /** It was so already. */
  readonly repeated: boolean;
  readonly told: Told | null;
}

/**
 * How every step is taken: read the dispute and what the actor is to it, ask the policy, ask the state machine, write in
 * one statement that holds only while what was read is still so; else decide again. Of two who join at once the second
 * decides on what the first has written, and is refused.
 */
@Injectable()
export class DisputeSteps {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(DisputeNews) private readonly news: DisputeNews,
  ) {}

  /** @throws CommandError `not_found`, `forbidden`, `conflict`, `unavailable` */
  async take(call: StepCall): Promise<StepResult> {
    for (let tries = 0; tries < TRIES; tries++) {
      const row = await this.requireVisible(call.disputeId, call.userId, call.command);
      const taken = await this.#try(row, call.step(row), {
        actorId: call.userId,
        note: call.note,
        offer: call.offer?.(row),
      });
      if (taken === 'moved') continue;
      if (taken === 'same') return { dispute: toDispute(row), repeated: true, told: null };
      const [after] = await readDispute(this.database, row.id, [call.userId], this.clock.now());
      return { dispute: toDispute(after ?? row), repeated: taken.repeated, told: taken.told };
    }
    throw unavailable('The dispute is changing at this moment. Please try again.');
  }

  /**
   * A step that the server takes by itself: time has passed, or an administrator took the LSM's seat.
   * @returns whether anything changed
   */
  async takeByItself(disputeId: string, stepOf: (row: DisputeRow) => Promise<Step | null>): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const [row] = await readDispute(this.database, disputeId, [0], this.clock.now());
      const step = row === undefined ? null : await stepOf(row);
      if (row === undefined || step === null) return false;
      const taken = await this.#try(row, step, { actorId: 0 });
      if (taken !== 'moved') return taken !== 'same';
    }
    throw unavailable('The dispute is changing at this moment.');
  }

  /** @throws CommandError when it is not there for this user, or the command is not allowed */
  async requireVisible(disputeId: string, userId: number, command: DisputeCommand): Promise<DisputeRow> {
    const [row] = await readDispute(this.database, disputeId, [userId], this.clock.now());
    if (row === undefined) throw notFound('dispute');
    requireAllowed(command, row.standing, { status: toState(row).status, isOpener: row.opened_by === userId });
    return row;
  }

  async #try(
    row: DisputeRow,
    step: Step,
    by: { readonly actorId: number; readonly note?: string | null | undefined; readonly offer?: NewOffer | undefined },
  ): Promise<'moved' | 'same' | { readonly told: Told; readonly repeated: boolean }> {
    const { answerMs, settleMs, accessMs } = this.config.disputes;
    const deadlines = { answerMs, settleMs };
    const now = this.clock.now();
    const outcome = takeStep(toState(row), step, now, deadlines);
    if (outcome.kind === 'same') return 'same';
    if (outcome.kind === 'refused') throw refusalOf(outcome.why);
    const written = toWrittenStep(outcome.state, outcome.effects, {
      now,
      actorId: by.actorId,
      lsmBefore: row.lsm_id,
      deadlines,
      accessMs,
      nextId: () => this.ids.next(),
      reason: row.reason,
      openedRole: seatOf(row.opened_role) as Side,
      note: by.note ?? null,
      newOffer: by.offer ?? null,
    });
    const basis = { disputeId: row.id, version: row.version, actorId: by.actorId, standing: row.standing };
    const { outcome: result, told } = await stepDispute(this.database, basis, written, now);
    switch (result) {
      case 'moved':
        return 'moved';
      case 'no_dispute':
        throw notFound('dispute');
      case 'no_lsm':
        throw step.kind === 'hand_over'
          ? invalid('lsm_id', 'is no local service manager who can have this case')
          : new CommandError('forbidden', 'You cannot have this case.');
      case 'done':
      case 'repeated': {
        if (told === null) throw new Error('a step told nothing');
        if (result === 'done') {
          const wasOpen = toState(row).status === 'open';
          this.news.tell(row.id, told, { inQueue: wasOpen || outcome.state.status === 'open' });
        }
        return { told, repeated: result === 'repeated' };
      }
    }
  }
}

function refusalOf(why: Refusal): CommandError {
  switch (why) {
    case 'ended':
      return new CommandError('conflict', 'The dispute has ended.');
    case 'taken':
      return new CommandError('conflict', 'Another local service manager has this case.');
    case 'not_assigned':
      return new CommandError('conflict', 'No local service manager has this case.');
    case 'to_oneself':
      return invalid('lsm_id', 'has the case already');
    case 'no_such_offer':
      return new CommandError('conflict', 'The offer does not stand any more.');
  }
}
