import { z } from 'zod';
import { contract } from '../contract.js';
import { chatSummarySchema } from '../entities/chat.js';
import { chatIdField, draftField, momentField } from '../fields.js';

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
