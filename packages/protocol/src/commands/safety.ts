import { z } from 'zod';
import { contract } from '../contract.js';
import {
  chatIdField,
  cursorParam,
  listLimitParam,
  messageIdField,
  timeField,
  userIdField,
  userIdParam,
  lineField,
} from '../fields.js';

export const blockSchema = z
  .object({ userId: userIdField, name: z.string(), created_at: timeField })
  .meta({ id: 'Block' });

export const blockUser = contract('block_user', {
  summary: 'Blocks somebody I share a chat with: neither of us writes to the other, but in a dispute.',
  input: z.strictObject({ userId: userIdField }),
  output: z.void(),
  errors: ['not_found', 'forbidden'],
});

export const unblockUser = contract('unblock_user', {
  summary: 'Takes a block of mine back.',
  input: z.strictObject({ userId: userIdParam }),
  output: z.void(),
  errors: ['not_found'],
});

export const listBlocks = contract('list_blocks', {
  summary: 'Whom I have blocked, the latest first.',
  input: z.strictObject({}),
  output: z.object({ blocks: z.array(blockSchema), next: z.null() }),
  errors: [],
});

export const reportReasonSchema = z.enum(['spam', 'harassment', 'fraud', 'contact', 'illegal', 'other']);
export const reportDecisionSchema = z.enum(['dismissed', 'warned', 'message_removed', 'user_disabled']);

/** What the one who reported sees of it. */
export const ownReportSchema = z
  .object({
    id: z.guid(),
    chatId: chatIdField,
    messageId: messageIdField,
    reason: reportReasonSchema,
    created_at: timeField,
  })
  .meta({ id: 'OwnReport' });

export const reportMessage = contract('report_message', {
  summary: 'Reports a message of somebody else to the admins, with what stands around it.',
  input: z.strictObject({
    chatId: chatIdField,
    messageId: messageIdField,
    reason: reportReasonSchema,
    details: lineField(1000).nullish(),
  }),
  output: ownReportSchema,
  errors: ['not_found', 'forbidden'],
  limit: 'send',
});

/** A report as admins see it in their list: no message in it. */
export const reportRecordSchema = z
  .object({
    id: z.guid(),
    chatId: chatIdField,
    messageId: messageIdField,
    reason: reportReasonSchema,
    details: z.string().nullable(),
    reporter: z.object({ userId: userIdField, name: z.string() }),
    sender: z.object({ userId: userIdField, name: z.string() }),
    created_at: timeField,
    decision: reportDecisionSchema.nullable(),
    note: z.string().nullable(),
    decided_by: z.int().min(0).nullable(),
    decided_at: timeField.nullable(),
  })
  .meta({ id: 'Report' });

export const quotedMessageSchema = z
  .object({
    seq: z.int().min(1),
    sender_id: z.int().min(0),
    name: z.string(),
    message: z.string(),
    created_at: timeField,
    reported: z.boolean(),
  })
  .meta({ id: 'QuotedMessage' });

export const listReports = contract('list_reports', {
  summary: 'Reports, the oldest open ones first, or those that were decided, the latest first.',
  input: z.strictObject({
    status: z.enum(['open', 'decided']).default('open'),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ reports: z.array(reportRecordSchema), next: z.string().nullable() }),
  errors: [],
});

export const getReport = contract('get_report', {
  summary: 'A report with the message and what stood around it. That it was read is written down.',
  input: z.strictObject({ reportId: z.guid('must be a UUID').toLowerCase() }),
  output: reportRecordSchema.extend({ quoted: z.array(quotedMessageSchema) }).meta({ id: 'ReportWithQuotes' }),
  errors: ['not_found'],
});

export const decideReport = contract('decide_report', {
  summary: 'Decides about a report, and about the other open ones of the same message.',
  input: z.strictObject({
    reportId: z.guid('must be a UUID').toLowerCase(),
    decision: reportDecisionSchema,
    note: lineField(1000).nullish(),
  }),
  output: reportRecordSchema,
  errors: ['not_found', 'conflict'],
});

export type Block = z.output<typeof blockSchema>;
export type ReportReason = z.output<typeof reportReasonSchema>;
export type ReportDecision = z.output<typeof reportDecisionSchema>;
export type OwnReport = z.output<typeof ownReportSchema>;
export type Report = z.output<typeof reportRecordSchema>;
export type QuotedMessage = z.output<typeof quotedMessageSchema>;
