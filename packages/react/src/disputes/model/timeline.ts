import type { Dispute, DisputeAccess } from '@stm-chat/protocol';

/** A step of a dispute, as both sides see it. */
export type TimelineStep = { readonly at: string | null; readonly done: boolean } & (
  | { readonly kind: 'opened'; readonly userId: number }
  | { readonly kind: 'joined' | 'handed_over' | 'released' | 'silent'; readonly userId: number; readonly name: string }
  /** Not yet: somebody has to take the case. */
  | { readonly kind: 'waiting'; readonly by: string | null }
  | { readonly kind: 'answered'; readonly by: string | null }
  | { readonly kind: 'offer'; readonly offer: NonNullable<Dispute['offer']> }
  | { readonly kind: 'settled'; readonly by: string | null }
  | { readonly kind: 'resolved' | 'withdrawn' }
);

/** What happened in order, then what is still to come with its deadline. */
export function buildTimeline(dispute: Dispute, access: readonly DisputeAccess[]): readonly TimelineStep[] {
  const past: TimelineStep[] = [{ kind: 'opened', at: dispute.opened_at, done: true, userId: dispute.opened_by }];
  for (const { userId, name, from, began, until, ended } of access) {
    past.push({ kind: began, at: from, done: true, userId, name });
    if (ended === 'released' || ended === 'silent') past.push({ kind: ended, at: until, done: true, userId, name });
  }
  if (dispute.answered_at !== null) past.push({ kind: 'answered', at: dispute.answered_at, done: true, by: null });
  if (dispute.offer !== null)
    past.push({ kind: 'offer', at: dispute.offer.created_at, done: true, offer: dispute.offer });
  past.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  return [...past, ...nextSteps(dispute)];
}

function nextSteps(dispute: Dispute): TimelineStep[] {
  const settled: TimelineStep = { kind: 'settled', at: null, done: false, by: dispute.settle_by };
  switch (dispute.status) {
    case 'open':
      return [{ kind: 'waiting', at: null, done: false, by: dispute.answer_by }, settled];
    case 'assigned':
      return dispute.answered_at === null
        ? [{ kind: 'answered', at: null, done: false, by: dispute.answer_by }, settled]
        : [settled];
    case 'resolved':
    case 'withdrawn':
      return [{ kind: dispute.status, at: dispute.closed_at, done: true }];
  }
}
