import { Global, Module } from '@nestjs/common';
import { AcceptOffer } from './accept-offer.js';
import { AdminListDisputes } from './admin-list-disputes.js';
import { DeclineOffer } from './decline-offer.js';
import { DisputeDeadlines } from './dispute-deadlines.js';
import { DisputeNews } from './dispute-news.js';
import { DisputeSteps } from './dispute-steps.js';
import { DISPUTES } from './disputes.api.js';
import { DisputesPort } from './disputes-port.js';
import { GetDispute } from './get-dispute.js';
import { HandOverDispute } from './hand-over-dispute.js';
import { JoinDispute } from './join-dispute.js';
import { ListDisputeAccess } from './list-dispute-access.js';
import { ListDisputeLsms } from './list-dispute-lsms.js';
import { ListDisputes } from './list-disputes.js';
import { ListChangedMessages } from './list-changed-messages.js';
import { ListVersions } from './list-versions.js';
import { MakeOffer } from './make-offer.js';
import { OpenDispute } from './open-dispute.js';
import { ReleaseDispute } from './release-dispute.js';
import { ResolveDispute } from './resolve-dispute.js';
import { WithdrawDispute } from './withdraw-dispute.js';

/**
 * Owns `disputes`, `dispute_assignments`, `dispute_lanes` and `dispute_events` (`migrations/0060_disputes.sql`).
 *
 * Invariants: one running dispute per chat; what may happen next is decided by pure code (`disputes.policy.ts`,
 * `disputes.rules.ts`) and written only while what it was decided from is still so; a dispute has one outcome, and the
 * event that tells the host platform of it is written with it; an LSM has a seat in the chat and the lanes of the disputes
 * that are assigned to it, reads up to the end of those that it settled, and nothing else; every step is a message in the
 * thread.
 * Locks: each step is one SQL function that locks the chat and its lanes in the order of their ids
 * (`migrations/functions/disputes.sql`), then the one row of `dispute_position`.
 */
@Global()
@Module({
  providers: [
    { provide: DISPUTES, useClass: DisputesPort },
    DisputeNews,
    DisputeSteps,
    DisputeDeadlines,
    OpenDispute,
    ListDisputes,
    GetDispute,
    JoinDispute,
    ReleaseDispute,
    HandOverDispute,
    ListDisputeLsms,
    ResolveDispute,
    WithdrawDispute,
    MakeOffer,
    AcceptOffer,
    DeclineOffer,
    ListDisputeAccess,
    ListVersions,
    ListChangedMessages,
    AdminListDisputes,
  ],
  exports: [DISPUTES],
})
export class DisputesModule {}
