import { z } from 'zod';
import { chatIdField, partyField, seqField, timeField, userIdField } from '../fields.js';
import { jobSchema, laneSchema } from './chat.js';
import { offerSchema } from './offer.js';

export const disputeStatusSchema = z.enum(['open', 'assigned', 'resolved', 'withdrawn']);

/** How a resolved dispute came to its outcome: both parties accepted an offer, or the LSM decided. */
export const resolutionSchema = z.enum(['agreement', 'decision']);

/** A dispute as one of those who may know of it sees it: its parties, its LSM, the LSMs of its queue, an admin. */
export const disputeSchema = z
  .object({
    id: z.guid(),
    chatId: chatIdField,
    status: disputeStatusSchema,
    region: z.string().nullable().describe('of the customer; null: for every LSM'),
    reason: z.string(),
    details: z.string().nullable(),
    wished_outcome: z.string().nullable(),
    evidence: z
      .array(seqField)
      .describe('`seq` of the messages that its opener points to, ascending; for members of the chat'),
    job: jobSchema.nullable().describe('what the host tells of the job, for those who cannot see the chat'),
    opened_by: userIdField,
    opened_role: z.enum(['customer', 'provider']),
    lsm_id: userIdField.nullable().describe('who has the case, or settled it'),
    outcome: z.string().nullable(),
    note: z.string().nullable().describe('the LSM’s reason'),
    resolution: resolutionSchema.nullable(),
    offer: offerSchema.nullable().describe('the one that stands, or was accepted; for members of the chat'),
    opened_at: timeField,
    assigned_at: timeField.nullable(),
    answered_at: timeField.nullable().describe('when the LSM that has the case first wrote to a party'),
    answer_by: timeField.nullable().describe('until then an LSM has to answer; null once it did, and at the end'),
    settle_by: timeField.nullable().describe('until then it has to be settled; null at the end'),
    resolved_at: timeField.nullable(),
    closed_at: timeField.nullable().describe('resolved or withdrawn'),
    lanes: z.array(z.object({ lane: laneSchema, chatId: chatIdField })).describe('those that I am in'),
  })
  .meta({ id: 'Dispute' });

/** An LSM to whom a case can be handed over. */
export const disputeLsmSchema = z
  .object({
    userId: userIdField,
    name: z.string(),
    online: z.boolean(),
    cases: z.int().min(0).describe('disputes that this LSM has now'),
  })
  .meta({ id: 'DisputeLsm' });

/** Who of the LSMs could read the chat, since when, why, until when. */
export const disputeAccessSchema = z
  .object({
    userId: userIdField,
    role: partyField,
    name: z.string(),
    from: timeField,
    began: z.enum(['joined', 'handed_over']),
    until: timeField.nullable().describe('null: still'),
    ended: z.enum(['released', 'silent', 'handed_over', 'removed', 'resolved', 'withdrawn']).nullable(),
    reads_until: timeField.nullable().describe('until when what was said up to the end can still be read'),
    note: z.string().nullable().describe('of the release or handing over; for LSMs alone'),
  })
  .meta({ id: 'DisputeAccess' });

/** What an LSM read in one hour: the messages `from_seq`…`to_seq` lie around everything that it was given. */
export const disputeReadSchema = z
  .object({
    userId: userIdField,
    chatId: chatIdField,
    lane: laneSchema.nullable().describe('null: the chat itself'),
    hour: timeField,
    from_seq: seqField,
    to_seq: seqField,
  })
  .meta({ id: 'DisputeRead' });

/** One earlier text of a message. */
export const messageVersionSchema = z
  .object({
    message: z.string(),
    at: timeField.describe('since when it was this text'),
    until: timeField.nullable().describe('null: it is the present one'),
    ended: z.enum(['edited', 'deleted']).nullable(),
  })
  .meta({ id: 'MessageVersion' });

/** What the host learns of a dispute, once, by its event id; in the order in which it happened. */
export const disputeEventSchema = z
  .object({
    id: z.int().min(1).describe('grows by one; `since` takes it'),
    event_id: z.guid().describe('the same wherever and however often this event is told'),
    type: z.enum(['opened', 'assigned', 'handed_over', 'released', 'returned', 'resolved', 'withdrawn']),
    at: timeField,
    dispute_id: z.guid(),
    chatId: chatIdField,
    job_id: z.string().nullable(),
    customer_id: userIdField.nullable(),
    provider_id: userIdField.nullable(),
    lsm_id: userIdField.nullable(),
    status: disputeStatusSchema,
    reason: z.string(),
    outcome: z.string().nullable(),
    note: z.string().nullable(),
    resolution: resolutionSchema.nullable(),
    settlement: offerSchema.nullable().describe('the offer that both accepted'),
  })
  .meta({ id: 'DisputeEvent' });

export type DisputeStatus = z.output<typeof disputeStatusSchema>;
export type Resolution = z.output<typeof resolutionSchema>;
export type Dispute = z.output<typeof disputeSchema>;
export type DisputeLsm = z.output<typeof disputeLsmSchema>;
export type DisputeAccess = z.output<typeof disputeAccessSchema>;
export type DisputeRead = z.output<typeof disputeReadSchema>;
export type MessageVersion = z.output<typeof messageVersionSchema>;
export type DisputeEvent = z.output<typeof disputeEventSchema>;
