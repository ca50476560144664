import { z } from 'zod';
import { contract } from '../contract.js';
import { chatSummarySchema } from '../entities/chat.js';
import { chatIdField, draftField } from '../fields.js';

const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A moment with any offset; in years that the wire's own form of a time can name. */
const momentField = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time' }).refine((time) => {
  const ms = Date.parse(time);
  return ms >= 0 && ms <= LAST_MOMENT_MS;
}, 'must be a time from 1970 to 9999');

export const setChatPrefs = contract('set_chat_prefs', {
  summary: 'Changes what is mine alone about a chat; what is left out stays.',
  input: z.strictObject({
    chatId: chatIdField,
    muted_until: momentField.nullable().optional().describe('no notifications until then; a far year for ever'),
    pinned: z.boolean().optional(),
    archived: z.boolean().optional(),
    marked_unread: z.boolean().optional(),
    draft: draftField.nullable().optional().describe('what I began to write; empty or null: nothing'),
  }),
  output: chatSummarySchema,
  errors: ['not_found', 'payload_too_large'],
});
