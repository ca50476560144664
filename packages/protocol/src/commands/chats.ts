import { z } from 'zod';
import { contract } from '../contract.js';
import { chatSummarySchema, jobSchema } from '../entities/chat.js';
import { chatIdField, cursorParam, isStorable, lineField, listLimitParam, userIdField } from '../fields.js';

const storable = (value: unknown) => typeof value !== 'string' || isStorable(value);
const unstorable = 'must not contain NUL or lone surrogates';
const told = jobSchema.shape;

/** What the host tells about a job; a field that is left out is not known. */
export const jobFields = {
  title: told.title.refine(storable, unstorable),
  url: told.url.refine(storable, unstorable),
  status: told.status.refine(storable, unstorable),
  price: told.price.refine(storable, unstorable),
  currency: told.currency.refine(storable, unstorable),
  date: told.date.refine(storable, unstorable),
};
export const jobInput = z.strictObject(jobFields);

export const listChats = contract('list_chats', {
  summary: 'My chats, newest activity first.',
  input: z.strictObject({ cursor: cursorParam.optional(), limit: listLimitParam }),
  output: z.object({
    chats: z.array(chatSummarySchema),
    next: z.string().nullable(),
    // Unread messages in the chats that come after this page.
    unread_after: z.int().min(0),
    // With the first page: pinned chats that come after it, as lists show those on top.
    pinned: z.array(chatSummarySchema).optional(),
  }),
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
  errors: ['forbidden', 'not_found'],
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
