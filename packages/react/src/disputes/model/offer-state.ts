import type { ChatStatus, Offer } from '@stm-chat/protocol';
import type { PartyRole } from '../../model/people.js';

export type JobParty = 'customer' | 'provider';

const JOB_PARTIES: readonly JobParty[] = ['customer', 'provider'];

/** The parties whose yes is still missing; empty when the offer no longer stands. */
export function awaitedBy(offer: Offer): readonly JobParty[] {
  return offer.status === 'open' ? JOB_PARTIES.filter((role) => !offer.accepted_by.includes(role)) : [];
}

/** True where somebody in this role can answer the offer now. */
export function canAnswer(offer: Offer, role: PartyRole | null, status: ChatStatus): boolean {
  return status === 'disputed' && awaitedBy(offer).some((awaited) => awaited === role);
}

/** True when this answer would settle the dispute: everybody else has accepted. */
export function wouldSettle(offer: Offer, role: PartyRole | null): boolean {
  const awaited = awaitedBy(offer);
  return awaited.length === 1 && awaited[0] === role;
}
