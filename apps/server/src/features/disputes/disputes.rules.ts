/**
 * The state machine of a dispute, without a clock, a database or a text: what may happen next, and what follows from it.
 *
 *   open ──join──▶ assigned ──resolve, or both accept──▶ resolved
 *    ▲  ◀─release, silence, removal─┘ │  ▲ hand over
 *    │                                 └──┘
 *    └─ both accept ─▶ resolved         open, assigned ──withdraw──▶ withdrawn
 *
 * `disputes.model.test.ts` walks all interleavings: no state without a way to an end, no two outcomes, one LSM at a time.
 * Whether somebody may take a step at all is `disputes.policy.ts`.
 */
export type Side = 'customer' | 'provider';
export type Party = Side | 'lsm';

/** An offer of settlement that nobody has declined and no other has replaced. */
export interface StandingOffer {
  readonly id: string;
  readonly acceptedBy: readonly Side[];
}

interface Running {
  readonly openedBy: number;
  /** Milliseconds, as all times here. Null: the LSM has answered. */
  readonly answerBy: number | null;
  readonly settleBy: number;
  /** Bits of `TOLD`: what of the deadlines was told. */
  readonly told: number;
  readonly offer: StandingOffer | null;
}

export interface Open extends Running {
  readonly status: 'open';
}

export interface Assigned extends Running {
  readonly status: 'assigned';
  readonly lsmId: number;
}

export interface Resolved {
  readonly status: 'resolved';
  readonly openedBy: number;
  readonly resolution: 'agreement' | 'decision';
  readonly outcome: string;
  readonly note: string | null;
  /** Who had the case at the end, if somebody had. */
  readonly lsmId: number | null;
}

export interface Withdrawn {
  readonly status: 'withdrawn';
  readonly openedBy: number;
  readonly lsmId: number | null;
}

export type DisputeState = Open | Assigned | Resolved | Withdrawn;

/** What was told of the deadlines, so that it is told once. */
const TOLD = { answerDue: 1, answerMissed: 2, settleDue: 4, settleMissed: 8, unclaimed: 16 | 32 } as const;
const TOLD_OF_ANSWER = TOLD.answerDue | TOLD.answerMissed | TOLD.unclaimed;

/** A case that nobody takes is told of again so many answer times after its deadline was missed; then no more. */
const UNCLAIMED_AFTER = [1, 2, 4] as const;
const UNCLAIMED_BIT = 16;

/** Milliseconds. */
export interface Deadlines {
  readonly answerMs: number;
  readonly settleMs: number;
}

/** A reminder comes when a quarter of the time is left. */
const REMIND_AT = 0.25;

export type Step =
  | { readonly kind: 'join'; readonly lsmId: number }
  | { readonly kind: 'release' }
  | { readonly kind: 'hand_over'; readonly to: number }
  | { readonly kind: 'resolve'; readonly outcome: string; readonly note: string | null }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'offer'; readonly offerId: string; readonly by: Party }
  | { readonly kind: 'accept'; readonly offerId: string; readonly by: Side; readonly outcome: string }
  | { readonly kind: 'decline'; readonly offerId: string; readonly by: Side }
  /** An administrator took the LSM's seat. */
  | { readonly kind: 'vacated' }
  /** Time has passed. @property lastWordAt when the LSM last wrote to a party; null: never since it has the case */
  | { readonly kind: 'time'; readonly lastWordAt: number | null };

export type Ending = 'released' | 'silent' | 'handed_over' | 'removed' | 'resolved' | 'withdrawn';
export type OfferChange =
  | { readonly status: 'open' | 'accepted'; readonly acceptedBy: readonly Side[] }
  | { readonly status: 'declined' | 'expired' };
export type Reminder = 'answer_due' | 'answer_missed' | 'settle_due' | 'settle_missed' | 'unclaimed';

/** What follows from a step beside the new state; written in one statement with it. */
export type Effect =
  /** The LSM's seat ends; `keepsReading`: what was there until now. */
  | { readonly kind: 'vacate'; readonly ending: Ending; readonly keepsReading: boolean }
  | { readonly kind: 'seat'; readonly lsmId: number; readonly began: 'joined' | 'handed_over' }
  | { readonly kind: 'offer'; readonly offerId: string; readonly acceptedBy: readonly Side[] }
  | { readonly kind: 'answer_offer'; readonly change: OfferChange; readonly by: Side | null }
  | { readonly kind: 'remind'; readonly reminder: Reminder; readonly again?: number };

export type Outcome =
  | { readonly kind: 'moved'; readonly state: DisputeState; readonly effects: readonly Effect[] }
  /** It is so already: a repeat. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly why: Refusal };

export type Refusal = 'ended' | 'taken' | 'not_assigned' | 'to_oneself' | 'no_such_offer';

const moved = (state: DisputeState, ...effects: Effect[]): Outcome => ({ kind: 'moved', state, effects });
const refused = (why: Refusal): Outcome => ({ kind: 'refused', why });

/** A dispute as it begins. @param now milliseconds */
export function opened(openedBy: number, now: number, { answerMs, settleMs }: Deadlines): Open {
  return { status: 'open', openedBy, answerBy: now + answerMs, settleBy: now + settleMs, told: 0, offer: null };
}

/** What a step comes to. @param now milliseconds */
export function takeStep(state: DisputeState, step: Step, now: number, deadlines: Deadlines): Outcome {
  switch (state.status) {
    case 'open':
      return stepWhileOpen(state, step, now, deadlines);
    case 'assigned':
      return stepWhileAssigned(state, step, now, deadlines);
    case 'resolved':
    case 'withdrawn':
      return stepAfterEnd(state, step);
  }
}

function stepWhileOpen(state: Open, step: Step, now: number, deadlines: Deadlines): Outcome {
  switch (step.kind) {
    case 'join':
      return moved(assigned(state, step.lsmId, now, deadlines), { kind: 'seat', lsmId: step.lsmId, began: 'joined' });
    case 'release':
    case 'hand_over':
    case 'resolve':
    case 'vacated':
      return refused('not_assigned');
    case 'withdraw':
      return withdrawn(state, null);
    case 'offer':
    case 'accept':
    case 'decline':
      return stepOfOffer(state, step);
    case 'time':
      return timeWhileOpen(state, now, deadlines);
  }
}

function stepWhileAssigned(state: Assigned, step: Step, now: number, deadlines: Deadlines): Outcome {
  switch (step.kind) {
    case 'join':
      return state.lsmId === step.lsmId ? { kind: 'same' } : refused('taken');
    case 'release':
      return moved(backToQueue(state, now, deadlines), vacate('released'));
    case 'vacated':
      return moved(backToQueue(state, now, deadlines), vacate('removed'));
    case 'hand_over':
      if (step.to === state.lsmId) return refused('to_oneself');
      return moved(assigned(state, step.to, now, deadlines), vacate('handed_over'), {
        kind: 'seat',
        lsmId: step.to,
        began: 'handed_over',
      });
    case 'resolve':
      return moved(
        {
          status: 'resolved',
          openedBy: state.openedBy,
          resolution: 'decision',
          outcome: step.outcome,
          note: step.note,
          lsmId: state.lsmId,
        },
        ...expireOffer(state),
        vacate('resolved'),
      );
    case 'withdraw':
      return withdrawn(state, state.lsmId);
    case 'offer':
    case 'accept':
    case 'decline':
      return stepOfOffer(state, step);
    case 'time':
      return timeWhileAssigned(state, step.lastWordAt, now, deadlines);
  }
}

/** Nothing moves any more; who repeats what it did gets its success again. */
function stepAfterEnd(state: Resolved | Withdrawn, step: Step): Outcome {
  const repeated =
    state.status === 'withdrawn'
      ? step.kind === 'withdraw'
      : state.resolution === 'decision'
        ? step.kind === 'resolve' && step.outcome === state.outcome && step.note === state.note
        : step.kind === 'accept' && step.outcome === state.outcome;
  return repeated || step.kind === 'time' || step.kind === 'vacated' ? { kind: 'same' } : refused('ended');
}

function stepOfOffer(
  state: Open | Assigned,
  step: Extract<Step, { readonly kind: 'offer' | 'accept' | 'decline' }>,
): Outcome {
  const { offer } = state;
  if (step.kind === 'offer') {
    const acceptedBy = step.by === 'lsm' ? [] : [step.by];
    return moved(
      { ...state, offer: { id: step.offerId, acceptedBy } },
      { kind: 'offer', offerId: step.offerId, acceptedBy },
    );
  }
  if (offer === null || offer.id !== step.offerId) return refused('no_such_offer');
  if (step.kind === 'decline') {
    return moved({ ...state, offer: null }, { kind: 'answer_offer', change: { status: 'declined' }, by: step.by });
  }
  if (offer.acceptedBy.includes(step.by)) return { kind: 'same' };
  const acceptedBy = [...offer.acceptedBy, step.by];
  if (acceptedBy.length < 2) {
    return moved(
      { ...state, offer: { ...offer, acceptedBy } },
      { kind: 'answer_offer', change: { status: 'open', acceptedBy }, by: step.by },
    );
  }
  const lsmId = state.status === 'assigned' ? state.lsmId : null;
  return moved(
    { status: 'resolved', openedBy: state.openedBy, resolution: 'agreement', outcome: step.outcome, note: null, lsmId },
    { kind: 'answer_offer', change: { status: 'accepted', acceptedBy }, by: step.by },
    ...(lsmId === null ? [] : [vacate('resolved')]),
  );
}

function timeWhileOpen(state: Open, now: number, deadlines: Deadlines): Outcome {
  const reminder = dueReminder(state, now, deadlines);
  if (reminder !== null) return moved({ ...state, told: state.told | bitsOf(reminder) }, { kind: 'remind', reminder });
  const before = timesUnclaimed(state.told);
  const times = unclaimedTimes(state, deadlines).filter((at) => now >= at).length;
  if (times <= before) return { kind: 'same' };
  // After a long silence of the server it is told once, and not once for each time that went by.
  const told = (state.told & ~TOLD.unclaimed) | (times * UNCLAIMED_BIT);
  return moved({ ...state, told }, { kind: 'remind', reminder: 'unclaimed', again: times });
}

/** How often it was told that nobody takes the case. */
const timesUnclaimed = (told: number): number => (told & TOLD.unclaimed) / UNCLAIMED_BIT;

/** When it is told that nobody has taken the case, the first time and again; milliseconds. */
function unclaimedTimes({ answerBy }: Open, { answerMs }: Deadlines): number[] {
  return answerBy === null ? [] : UNCLAIMED_AFTER.map((times) => answerBy + times * answerMs);
}

/** An LSM that answered nobody in time, or has fallen silent by the time it should have settled, loses the case. */
function timeWhileAssigned(state: Assigned, lastWordAt: number | null, now: number, deadlines: Deadlines): Outcome {
  const unanswered = state.answerBy !== null && lastWordAt === null && now >= state.answerBy;
  const fellSilent = now >= state.settleBy && (lastWordAt === null || now - lastWordAt >= deadlines.answerMs);
  if (unanswered || (fellSilent && state.answerBy === null)) {
    return moved(backToQueue(state, now, deadlines), vacate('silent'));
  }
  const reminder = dueReminder(state, now, deadlines);
  if (reminder === null) return { kind: 'same' };
  return moved({ ...state, told: state.told | bitsOf(reminder) }, { kind: 'remind', reminder });
}

/** The most urgent thing that nobody was told of yet. */
function dueReminder(state: Open | Assigned, now: number, deadlines: Deadlines): Reminder | null {
  const { answerBy, settleBy, told } = state;
  if (now >= settleBy && (told & TOLD.settleMissed) === 0) return 'settle_missed';
  if (answerBy !== null && now >= answerBy && (told & TOLD.answerMissed) === 0) return 'answer_missed';
  if (now >= settleBy - deadlines.settleMs * REMIND_AT && now < settleBy && (told & TOLD.settleDue) === 0)
    return 'settle_due';
  if (
    answerBy !== null &&
    now >= answerBy - deadlines.answerMs * REMIND_AT &&
    now < answerBy &&
    (told & TOLD.answerDue) === 0
  )
    return 'answer_due';
  return null;
}

/** What was missed needs no reminder any more. */
function bitsOf(reminder: Reminder): number {
  switch (reminder) {
    case 'answer_due':
      return TOLD.answerDue;
    case 'answer_missed':
      return TOLD.answerDue | TOLD.answerMissed;
    case 'settle_due':
      return TOLD.settleDue;
    case 'settle_missed':
      return TOLD.settleDue | TOLD.settleMissed;
    case 'unclaimed':
      return TOLD.unclaimed;
  }
}

/** When time can next make a difference, in milliseconds; null: never. */
export function nextCheck(state: DisputeState, now: number, deadlines: Deadlines): number | null {
  if (state.status === 'resolved' || state.status === 'withdrawn') return null;
  const { answerBy, settleBy, told } = state;
  const open = (bit: number) => (told & bit) === 0;
  const times = [
    ...(answerBy !== null && open(TOLD.answerDue) ? [answerBy - deadlines.answerMs * REMIND_AT] : []),
    ...(answerBy !== null && open(TOLD.answerMissed) ? [answerBy] : []),
    ...(open(TOLD.settleDue) ? [settleBy - deadlines.settleMs * REMIND_AT] : []),
    ...(open(TOLD.settleMissed) ? [settleBy] : []),
    ...(state.status === 'open' ? unclaimedTimes(state, deadlines).slice(timesUnclaimed(told)) : []),
    // Overdue, and the LSM was not silent: it may be by then.
    ...(state.status === 'assigned' ? [Math.max(settleBy, now) + deadlines.answerMs] : []),
  ];
  return times.length === 0 ? null : Math.max(now, Math.min(...times));
}

function assigned(state: Open | Assigned, lsmId: number, now: number, { answerMs }: Deadlines): Assigned {
  return { ...state, status: 'assigned', lsmId, answerBy: now + answerMs, told: state.told & ~TOLD_OF_ANSWER };
}

/** The queue waits for an answer anew, and has time to settle: nobody takes a case that is overdue before it is begun. */
function backToQueue(state: Assigned, now: number, { answerMs, settleMs }: Deadlines): Open {
  const { openedBy, offer } = state;
  const late = now >= state.settleBy;
  return {
    status: 'open',
    openedBy,
    offer,
    answerBy: now + answerMs,
    settleBy: late ? now + settleMs : state.settleBy,
    told: late ? 0 : state.told & ~TOLD_OF_ANSWER,
  };
}

function withdrawn(state: Open | Assigned, lsmId: number | null): Outcome {
  return moved(
    { status: 'withdrawn', openedBy: state.openedBy, lsmId },
    ...expireOffer(state),
    ...(lsmId === null ? [] : [vacate('withdrawn')]),
  );
}

function expireOffer({ offer }: Running): Effect[] {
  return offer === null ? [] : [{ kind: 'answer_offer', change: { status: 'expired' }, by: null }];
}

function vacate(ending: Ending): Effect {
  return { kind: 'vacate', ending, keepsReading: ending === 'resolved' || ending === 'withdrawn' };
}
