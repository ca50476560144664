import { z } from 'zod';
import { chatIdField, partyField, revisionField, seqField, timeField, userIdField } from '../fields.js';
import { messageSchema } from './message.js';

export const chatStatusSchema = z.enum(['open', 'disputed', 'closed']);
export const laneSchema = z.enum(['customer', 'provider', 'staff']);

/** What the host platform tells about the job that a chat is about; all of it for display. */
export const jobSchema = z
  .object({
    title: z.string().max(200).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    status: z.string().max(60).optional(),
    price: z.union([z.number(), z.string().max(40)]).optional(),
    currency: z.string().max(10).optional(),
    date: z.string().max(40).optional(),
  })
  .meta({ id: 'Job' });

export const memberSchema = z
  .object({
    userId: userIdField,
    role: partyField,
    name: z.string(),
    read_seq: seqField,
    read_at: timeField.nullable(),
    delivered_seq: seqField,
    online: z.boolean(),
    last_seen: timeField.nullable(),
  })
  .meta({ id: 'Member' });

/** Mine alone; the same on all my devices. */
export const prefsSchema = z
  .object({
    muted_until: timeField.nullable(),
    pinned: z.boolean(),
    archived: z.boolean(),
    marked_unread: z.boolean(),
    draft: z.string().nullable(),
  })
  .meta({ id: 'ChatPrefs' });

/** What everybody who may know of a chat is told about it. */
const chatFacts = {
  id: chatIdField,
  job_id: z.string().nullable(),
  job: jobSchema.nullable(),
  subject: z.string(),
  status: chatStatusSchema,
  customer_id: userIdField.nullable(),
  provider_id: userIdField.nullable(),
  lsm_id: userIdField.nullable(),
};

/** One chat as one of its members sees it: `GET /api/chat`. */
export const chatSummarySchema = z
  .object({
    ...chatFacts,
    members: z.array(memberSchema),
    former_members: z
      .array(z.object({ userId: userIdField, role: partyField, name: z.string() }))
      .optional()
      .describe('who had a seat and has it no more: whose name stands beside what they wrote'),
    last_message: messageSchema.nullable(),
    last_seq: seqField,
    read_seq: seqField,
    unread: z.int().min(0),
    revision: revisionField,
    prefs: prefsSchema,
    dispute: z.object({ id: z.string(), status: z.string() }).nullable(),
    blocked_by: z
      .array(userIdField)
      .optional()
      .describe('who of the two parties has blocked the other: neither writes but in a dispute'),
    parent_id: chatIdField.nullable(),
    lane: laneSchema.nullable(),
    created_at: timeField,
    last_activity_at: timeField,
  })
  .meta({ id: 'ChatSummary' });

/** A chat as an admin or the host sees it: never a message. */
export const chatRecordSchema = z
  .object({
    ...chatFacts,
    last_seq: seqField,
    revision: revisionField,
    created_at: timeField,
    last_activity_at: timeField,
  })
  .meta({ id: 'ChatRecord' });

/** A chat in an admin's list: with the names of those who sit in it. */
export const chatListingSchema = chatRecordSchema
  .extend({
    people: z.array(z.object({ userId: userIdField, role: partyField, name: z.string() })),
  })
  .meta({ id: 'ChatListing' });

export type ChatListing = z.output<typeof chatListingSchema>;
export type ChatStatus = z.output<typeof chatStatusSchema>;
export type Lane = z.output<typeof laneSchema>;
export type Job = z.output<typeof jobSchema>;
export type Member = z.output<typeof memberSchema>;
export type ChatPrefs = z.output<typeof prefsSchema>;
export type ChatSummary = z.output<typeof chatSummarySchema>;
export type ChatRecord = z.output<typeof chatRecordSchema>;
