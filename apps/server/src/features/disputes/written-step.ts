import type { Lane, Offer, OfferTerms } from '@stm-chat/protocol';
import { disputeStatusCode } from '../../database/codes.js';
import {
  acceptedText,
  declinedText,
  handedOverNotice,
  handedOverText,
  joinedNotice,
  joinedText,
  laneClosedText,
  laneOpenedText,
  type Notice,
  offerText,
  queuedNotice,
  releasedText,
  reminderNotices,
  removedText,
  resolvedNotice,
  resolvedText,
  returnedNotice,
  returnedText,
  type SystemText,
  withdrawnNotice,
  withdrawnText,
} from './dispute-texts.rules.js';
import type { StepColumns, WrittenStep } from './disputes.repository.js';
import { toWritten } from './disputes.repository.js';
import { type Deadlines, type DisputeState, type Effect, nextCheck, type Party, type Side } from './disputes.rules.js';

/** What a step needs to be written down, beside what the state machine says. */
export interface StepContext {
  readonly now: number;
  /** Who takes it; 0: the server itself. */
  readonly actorId: number;
  /** Who had the case before it. */
  readonly lsmBefore: number | null;
  readonly deadlines: Deadlines;
  /** Milliseconds for which the LSM of a settled dispute reads on. */
  readonly accessMs: number;
  readonly nextId: () => string;
  readonly reason: string;
  readonly openedRole: Side;
  /** Of a release or a handing over: for LSMs. */
  readonly note: string | null;
  readonly newOffer: NewOffer | null;
}

export interface NewOffer {
  readonly by: number;
  readonly byRole: Party;
  readonly terms: OfferTerms;
  readonly client: string | null;
  readonly key: string | null;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Puts a move of the state machine into the form in which the database writes it: one statement. Pure but for the ids. */
export function toWrittenStep(state: DisputeState, effects: readonly Effect[], context: StepContext): WrittenStep {
  const effect = <Kind extends Effect['kind']>(kind: Kind) =>
    effects.find((one): one is Extract<Effect, { readonly kind: Kind }> => one.kind === kind);
  const vacated = effect('vacate');
  const seated = effect('seat');
  const offered = effect('offer');
  const answered = effect('answer_offer');
  const said = textOf(state, effects, context);
  const check = nextCheck(state, context.now, context.deadlines);
  return {
    set: {
      ...columnsOf(state, seated !== undefined, context.now),
      ...(answered !== undefined && answered.change.status !== 'open' && answered.change.status !== 'accepted'
        ? { offer_seq: null }
        : {}),
    },
    ...(vacated === undefined ? {} : { ended: vacated.ending, endNote: context.note }),
    ...(vacated?.keepsReading === true ? { readsUntil: new Date(context.now + context.accessMs).toISOString() } : {}),
    ...(seated === undefined ? {} : { seat: seated.lsmId, began: seated.began, lanes: newLanes(context.nextId) }),
    ...(offered === undefined || context.newOffer === null
      ? {}
      : { newOffer: newOffer(offered.offerId, context.newOffer, [...offered.acceptedBy], context.now) }),
    ...(answered === undefined ? {} : { answer: answerOf(answered.change) }),
    ...(said === null ? {} : { message: { id: context.nextId(), ...said } }),
    ...inLanesOf(effects, context),
    ...eventOf(state, effects),
    notify: noticesOf(state, effects, context).map(toWritten),
    checkAt: iso(check),
  };
}

function columnsOf(state: DisputeState, isNew: boolean, now: number): StepColumns {
  const status = disputeStatusCode[state.status];
  switch (state.status) {
    case 'open':
      return { status, lsm_id: null, assigned_at: null, answered_at: null, ...deadlineColumns(state) };
    case 'assigned': {
      const fresh = isNew ? { assigned_at: new Date(now).toISOString(), answered_at: null } : {};
      return { status, lsm_id: state.lsmId, ...fresh, ...deadlineColumns(state) };
    }
    case 'resolved': {
      const at = new Date(now).toISOString();
      const { lsmId: lsm_id, outcome, note } = state;
      const resolution = state.resolution === 'agreement' ? 0 : 1;
      return { status, lsm_id, outcome, note, resolution, ...NO_DEADLINES, resolved_at: at, closed_at: at };
    }
    case 'withdrawn':
      return { status, lsm_id: state.lsmId, ...NO_DEADLINES, closed_at: new Date(now).toISOString() };
  }
}

const NO_DEADLINES = { answer_by: null, settle_by: null, told: 0 } as const;

function deadlineColumns({ answerBy, settleBy, told }: { answerBy: number | null; settleBy: number; told: number }) {
  return { answer_by: iso(answerBy), settle_by: iso(settleBy), told };
}

function newLanes(nextId: () => string): Record<Lane, string> {
  return { customer: nextId(), provider: nextId(), staff: nextId() };
}

function newOffer(id: string, { by, byRole, terms, client, key }: NewOffer, acceptedBy: Side[], now: number) {
  const offer: Offer = {
    id,
    by,
    by_role: byRole,
    status: 'open',
    terms,
    accepted_by: acceptedBy,
    created_at: new Date(now).toISOString(),
  };
  return { id, text: offerText(terms), client, key, offer };
}

function answerOf(change: Extract<Effect, { readonly kind: 'answer_offer' }>['change']) {
  return 'acceptedBy' in change
    ? { status: change.status, accepted_by: [...change.acceptedBy] }
    : { status: change.status };
}

/** What the thread says of it: a new offer says it itself. */
function textOf(state: DisputeState, effects: readonly Effect[], context: StepContext): SystemText | null {
  const { actorId, lsmBefore } = context;
  if (state.status === 'resolved') return resolvedText(state.resolution, state.outcome, state.note, state.lsmId);
  if (state.status === 'withdrawn') return withdrawnText(context.openedRole, actorId);
  for (const one of effects) {
    switch (one.kind) {
      case 'seat':
        return one.began === 'joined' ? joinedText(one.lsmId) : handedOverText(one.lsmId, lsmBefore);
      case 'vacate':
        if (one.ending === 'released') return releasedText(lsmBefore);
        if (one.ending === 'removed') return removedText(lsmBefore);
        if (one.ending === 'silent') return returnedText(lsmBefore);
        break;
      case 'answer_offer':
        if (one.by === null) break;
        return one.change.status === 'declined' ? declinedText(one.by, actorId) : acceptedText(one.by, actorId);
      case 'offer':
      case 'remind':
        break;
    }
  }
  return null;
}

/** What the lanes say: that they open, who took over, that they close. */
function inLanesOf(
  effects: readonly Effect[],
  { lsmBefore, nextId }: StepContext,
): Pick<WrittenStep, 'inLanes'> | object {
  const seated = effects.find((one) => one.kind === 'seat');
  if (seated === undefined && !effects.some((one) => one.kind === 'vacate')) return {};
  const text = (lane: Lane): SystemText => {
    if (seated === undefined) return laneClosedText(lane);
    return seated.began === 'joined' ? laneOpenedText(lane) : handedOverText(seated.lsmId, lsmBefore);
  };
  const message = (lane: Lane) => ({ id: nextId(), ...text(lane) });
  return { inLanes: { customer: message('customer'), provider: message('provider'), staff: message('staff') } };
}

function eventOf(state: DisputeState, effects: readonly Effect[]): Pick<WrittenStep, 'event'> | object {
  if (state.status === 'resolved' || state.status === 'withdrawn') return { event: state.status };
  const seated = effects.find((one) => one.kind === 'seat');
  if (seated !== undefined) return { event: seated.began === 'joined' ? 'assigned' : 'handed_over' };
  const vacated = effects.find((one) => one.kind === 'vacate');
  if (vacated === undefined) return {};
  return { event: vacated.ending === 'silent' ? 'returned' : 'released' };
}

function noticesOf(state: DisputeState, effects: readonly Effect[], { reason, note }: StepContext): Notice[] {
  if (state.status === 'resolved') return [resolvedNotice(state.outcome)];
  if (state.status === 'withdrawn') return [withdrawnNotice];
  return effects.flatMap((one): Notice[] => {
    switch (one.kind) {
      case 'seat':
        return one.began === 'joined' ? [joinedNotice] : [handedOverNotice(note)];
      case 'vacate':
        return one.ending === 'handed_over' ? [] : [queuedNotice(reason, state.answerBy), returnedNotice];
      case 'remind': {
        const by = one.reminder.startsWith('answer') ? state.answerBy : state.settleBy;
        return reminderNotices(one.reminder, state.status, reason, by, one.again);
      }
      case 'offer':
      case 'answer_offer':
        return [];
    }
  });
}
