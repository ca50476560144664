import { z } from 'zod';
import { contract } from '../contract.js';
import { chatSummarySchema, jobSchema } from '../entities/chat.js';
import { chatIdField, cursorParam, lineField, listLimitParam, userIdField } from '../fields.js';

export const jobInput = jobSchema.strict();

export const listChats = contract('list_chats', {
  summary: 'My chats, newest activity first.',
  input: z.strictObject({ cursor: cursorParam.optional(), limit: listLimitParam }),
  output: z.object({ chats: z.array(chatSummarySchema), next: z.string().nullable() }),
  errors: [],
});

export const createChat = contract('create_chat', {
  summary: 'Opens a chat on a job with the other party; the same job and pair again gives the same chat.',
  input: z.strictObject({
    job_id: lineField(200),
    subject: lineField(200),
    customer_id: userIdField.optional(),
    provider_id: userIdField.optional(),
    job: jobInput.optional(),
  }),
  output: chatSummarySchema,
  errors: ['forbidden', 'conflict', 'not_found'],
  limit: 'new_chats',
});

export const getChat = contract('get_chat', {
  summary: 'One chat.',
  input: z.strictObject({ chatId: chatIdField }),
  output: chatSummarySchema,
  errors: ['not_found'],
});

export const joinChat = contract('join_chat', {
  summary: 'Joins the chat’s room: from now on this connection receives its messages.',
  input: z.strictObject({ chatId: chatIdField }),
  output: chatSummarySchema,
  errors: ['not_found'],
  ordered: true,
});

export const leaveChat = contract('leave_chat', {
  summary: 'Leaves the chat’s room.',
  input: z.strictObject({ chatId: chatIdField }),
  output: z.void(),
  errors: ['not_found'],
  ordered: true,
});
