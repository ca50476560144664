import { z } from 'zod';
import { contract } from '../contract.js';
import { chatIdField, seqField, timeField, userIdField } from '../fields.js';

export const markRead = contract('mark_read', {
  summary: 'Read up to `seq`, or all; never moves back.',
  input: z.strictObject({ chatId: chatIdField, seq: seqField.optional() }),
  output: z.object({ userId: userIdField, chatId: chatIdField, seq: seqField, read_at: timeField.nullable() }),
  errors: ['not_found'],
});

export const markDelivered = contract('mark_delivered', {
  summary: 'Received up to `seq`; never moves back.',
  input: z.strictObject({ chatId: chatIdField, seq: seqField }),
  output: z.object({ userId: userIdField, chatId: chatIdField, seq: seqField }),
  errors: ['not_found'],
});

export const typing = contract('typing', {
  summary: 'Shows the others that I am writing; ends by itself.',
  input: z.strictObject({ chatId: chatIdField, isTyping: z.boolean() }),
  output: z.void(),
  errors: ['not_found', 'chat_closed'],
});
