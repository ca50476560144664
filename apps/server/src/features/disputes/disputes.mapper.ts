import type { Dispute, DisputeAccess, DisputeEvent, DisputeRead, Resolution } from '@stm-chat/protocol';
import { disputeStatusOf } from '../../database/codes.js';
import type { AccessRow, DisputeRow, EventRow, ReadRow } from './disputes.queries.js';
import type { DisputeState, StandingOffer } from './disputes.rules.js';

const time = (at: Date | null): string | null => at?.toISOString() ?? null;
const resolutionOf = (code: number | null): Resolution | null =>
  code === null ? null : code === 0 ? 'agreement' : 'decision';

/** Whether the viewer is told what was offered: it is part of the chat. */
const isInside = ({ standing }: DisputeRow): boolean =>
  standing === 'customer' || standing === 'provider' || standing === 'lsm' || standing === 'former';

/** The dispute as its viewer sees it. */
export function toDispute(row: DisputeRow): Dispute {
  return {
    id: row.id,
    chatId: row.chat_id,
    status: disputeStatusOf(row.status),
    region: row.region,
    reason: row.reason,
    details: row.details,
    wished_outcome: row.wished_outcome,
    evidence: isInside(row) ? [...row.evidence] : [],
    job: row.job,
    opened_by: row.opened_by,
    opened_role: row.opened_role === 1 ? 'customer' : 'provider',
    lsm_id: row.lsm_id,
    outcome: row.outcome,
    note: row.note,
    resolution: resolutionOf(row.resolution),
    offer: isInside(row) ? row.offer : null,
    opened_at: row.opened_at.toISOString(),
    assigned_at: time(row.assigned_at),
    answered_at: time(row.answered_at),
    answer_by: time(row.answer_by),
    settle_by: time(row.settle_by),
    resolved_at: time(row.resolved_at),
    closed_at: time(row.closed_at),
    lanes: [...(row.lanes ?? [])],
  };
}

/** The dispute as the state machine knows it. */
export function toState(row: DisputeRow): DisputeState {
  const status = disputeStatusOf(row.status);
  const openedBy = row.opened_by;
  switch (status) {
    case 'open':
      return { status, openedBy, ...running(row) };
    case 'assigned':
      return { status, openedBy, ...running(row), lsmId: row.lsm_id ?? 0 };
    case 'resolved':
      return {
        status,
        openedBy,
        resolution: resolutionOf(row.resolution) ?? 'decision',
        outcome: row.outcome ?? '',
        note: row.note,
        lsmId: row.lsm_id,
      };
    case 'withdrawn':
      return { status, openedBy, lsmId: row.lsm_id };
  }
}

function running(row: DisputeRow) {
  return {
    answerBy: row.answer_by?.getTime() ?? null,
    settleBy: row.settle_by?.getTime() ?? 0,
    told: row.told,
    offer: standing(row.offer),
  };
}

function standing(offer: DisputeRow['offer']): StandingOffer | null {
  return offer?.status === 'open' ? { id: offer.id, acceptedBy: offer.accepted_by } : null;
}

/** @param showsNotes notes of releases and handing over are for LSMs */
export function toAccess(row: AccessRow, showsNotes: boolean): DisputeAccess {
  return {
    userId: row.lsm_id,
    role: 'lsm',
    name: row.name,
    from: row.began_at.toISOString(),
    began: row.began,
    until: time(row.ended_at),
    ended: row.ended,
    reads_until: time(row.reads_until),
    note: showsNotes ? row.note : null,
  };
}

export function toRead(row: ReadRow): DisputeRead {
  return {
    userId: row.user_id,
    chatId: row.chat_id,
    lane: row.lane,
    hour: row.hour.toISOString(),
    from_seq: row.from_seq,
    to_seq: row.to_seq,
  };
}

export function toEvent({ position, event_id, type, at, dispute_id, facts }: EventRow): DisputeEvent {
  const { status, resolution, ...rest } = facts;
  return {
    id: position,
    event_id,
    type,
    at: at.toISOString(),
    dispute_id,
    ...rest,
    status: disputeStatusOf(status),
    resolution: resolutionOf(resolution),
  };
}
