import { z } from 'zod';
import { contract } from '../contract.js';
import {
  disputeAccessSchema,
  disputeEventSchema,
  disputeLsmSchema,
  disputeReadSchema,
  disputeSchema,
  disputeStatusSchema,
  messageVersionSchema,
} from '../entities/dispute.js';
import { messageSchema } from '../entities/message.js';
import {
  chatIdField,
  cursorParam,
  decimal,
  lineField,
  listLimitParam,
  messageIdField,
  userIdField,
} from '../fields.js';
import { isStorable } from '../fields.js';
import {
  DISPUTE_DETAILS_MAX,
  DISPUTE_EVIDENCE_MAX,
  DISPUTE_NOTE_MAX,
  DISPUTE_OUTCOME_MAX,
  DISPUTE_REASON_MAX,
} from '../limits.js';

export const disputeIdField = z.guid('must be a UUID').toLowerCase();

/** A text of several lines, trimmed; empty is none. */
const proseField = (max: number) =>
  z
    .string()
    .refine(isStorable, 'must not contain NUL or lone surrogates')
    .transform((text) => text.trim())
    .pipe(z.string().max(max, `must have at most ${max} characters`));

const disputeOnly = { disputeId: disputeIdField };

export const openDispute = contract('open_dispute', {
  summary: 'Opens a dispute on a chat: it enters the queue of the LSMs of the customer’s region.',
  input: z.strictObject({
    chatId: chatIdField,
    reason: lineField(DISPUTE_REASON_MAX),
    details: proseField(DISPUTE_DETAILS_MAX).optional(),
    wished_outcome: lineField(DISPUTE_OUTCOME_MAX).optional(),
    evidence: z
      .array(z.int('must be the number of a message').min(1, 'must be the number of a message'))
      .max(DISPUTE_EVIDENCE_MAX, `must have at most ${DISPUTE_EVIDENCE_MAX} messages`)
      .optional()
      .describe('`seq` of the messages that show it: of people, of this chat, not deleted'),
  }),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
  limit: 'disputes',
});

export const listDisputes = contract('list_disputes', {
  summary:
    'My disputes; for an LSM the queue of its region and its own cases; for an admin all. The most urgent first.',
  input: z.strictObject({
    status: disputeStatusSchema.optional(),
    chatId: chatIdField.optional(),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ disputes: z.array(disputeSchema), next: z.string().nullable() }),
  errors: [],
});

export const getDispute = contract('get_dispute', {
  summary: 'One dispute.',
  input: z.strictObject(disputeOnly),
  output: disputeSchema,
  errors: ['not_found'],
});

export const joinDispute = contract('join_dispute', {
  summary: 'An LSM takes the case out of the queue, and becomes a member of its chat.',
  input: z.strictObject(disputeOnly),
  output: disputeSchema,
  errors: ['not_found', 'conflict'],
});

export const releaseDispute = contract('release_dispute', {
  summary: 'The LSM gives the case back to the queue, and reads nothing of it any more.',
  input: z.strictObject({ ...disputeOnly, note: proseField(DISPUTE_NOTE_MAX).optional() }),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const handOverDispute = contract('hand_over_dispute', {
  summary: 'The LSM gives the case to another one of the region.',
  input: z.strictObject({ ...disputeOnly, lsm_id: userIdField, note: proseField(DISPUTE_NOTE_MAX).optional() }),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const listDisputeLsms = contract('list_dispute_lsms', {
  summary: 'To whom the case can be handed over.',
  input: z.strictObject(disputeOnly),
  output: z.object({ lsms: z.array(disputeLsmSchema) }),
  errors: ['not_found', 'forbidden'],
});

export const resolveDispute = contract('resolve_dispute', {
  summary: 'The LSM decides: outcome, and the reason for it.',
  input: z.strictObject({
    ...disputeOnly,
    outcome: lineField(DISPUTE_OUTCOME_MAX),
    note: proseField(DISPUTE_NOTE_MAX).optional(),
  }),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const withdrawDispute = contract('withdraw_dispute', {
  summary: 'Who opened the dispute takes it back.',
  input: z.strictObject(disputeOnly),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

const AMOUNT = /^(?:0|[1-9]\d{0,11})(?:\.\d{1,3})?$/;

/** As prices have it behind them: no digit and no sign that could be read as part of the amount. */
const CURRENCY = /^[\p{L}\p{Sc}](?:[\p{L}\p{M}\p{Sc}. ]*[\p{L}\p{M}\p{Sc}.])?$/u;

/** A percentage as people say it: 33.33, and not what a computer makes of a third. */
const hasTwoDecimals = (percent: number): boolean => Number(percent.toFixed(2)) === percent;

export const makeOffer = contract('make_offer', {
  summary: 'Offers a settlement, as a message of the chat; it takes the place of the offer that stood.',
  input: z
    .strictObject({
      ...disputeOnly,
      refund_percent: z.number().min(0).max(100).refine(hasTwoDecimals, 'must have at most two decimals').optional(),
      refund_amount: z.string().regex(AMOUNT, 'must be a decimal number such as 49.90').optional(),
      currency: lineField(10)
        .refine((text) => CURRENCY.test(text), 'must be a code or a sign such as EUR or Rs.')
        .meta({ minLength: 1, maxLength: 10 })
        .optional(),
      redo: z.boolean().optional(),
      date: z.iso
        .date('must be a date, YYYY-MM-DD')
        .optional()
        .describe('not past, anywhere on earth, and at most ten years ahead'),
      text: proseField(1000).optional(),
      client_id: z.string().min(1).max(64).refine(isStorable, 'must not contain NUL or lone surrogates').optional(),
    })
    .refine((it) => it.refund_percent === undefined || it.refund_amount === undefined, {
      error: 'only one of refund_percent and refund_amount may be given',
      path: ['refund_amount'],
    })
    .refine((it) => (it.refund_amount === undefined) === (it.currency === undefined), {
      error: 'goes together with refund_amount',
      path: ['currency'],
    })
    .refine(
      (it) =>
        [it.refund_percent, it.refund_amount, it.redo || undefined, it.text || undefined].some((x) => x !== undefined),
      {
        error: 'an offer needs a refund, the work done again, or a text',
        path: ['text'],
      },
    ),
  output: messageSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
  limit: 'send',
});

const oneOffer = { ...disputeOnly, offerId: z.guid('must be a UUID').toLowerCase() };

export const acceptOffer = contract('accept_offer', {
  summary: 'A party accepts the offer that stands; accepted by both, the dispute is resolved by agreement.',
  input: z.strictObject(oneOffer),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const declineOffer = contract('decline_offer', {
  summary: 'A party declines the offer that stands.',
  input: z.strictObject(oneOffer),
  output: disputeSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const listDisputeAccess = contract('list_dispute_access', {
  summary: 'Which LSMs could read the chat, since when and why, and what they read.',
  input: z.strictObject(disputeOnly),
  output: z.object({ access: z.array(disputeAccessSchema), reads: z.array(disputeReadSchema) }),
  errors: ['not_found'],
});

export const listVersions = contract('list_versions', {
  summary: 'For the LSM of the chat’s dispute: what a message said before it was edited or deleted.',
  input: z.strictObject({ chatId: chatIdField, messageId: messageIdField }),
  output: z.object({ versions: z.array(messageVersionSchema) }),
  errors: ['not_found', 'forbidden'],
});

export const listChangedMessages = contract('list_changed_messages', {
  summary: 'For the LSM of the chat’s dispute: the messages that were edited or deleted, the latest first.',
  input: z.strictObject({
    chatId: chatIdField,
    before: decimal(1, Number.MAX_SAFE_INTEGER).optional().describe('a `seq`: those before it'),
    limit: listLimitParam,
  }),
  output: z.object({
    messages: z.array(messageSchema).describe('as they are now; `list_versions` gives what they said before'),
    next: z.int().nullable().describe('`before` of the next page'),
  }),
  errors: ['not_found', 'forbidden'],
});

export const adminListDisputes = contract('admin_list_disputes', {
  summary: 'What happened to disputes since an event, in order: each event once, for the host platform.',
  input: z.strictObject({ since: decimal(0, Number.MAX_SAFE_INTEGER).default(0), limit: listLimitParam }),
  output: z.object({ disputes: z.array(disputeEventSchema), next: z.int().nullable() }),
  errors: [],
});
