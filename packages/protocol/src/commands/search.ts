import { z } from 'zod';
import { contract } from '../contract.js';
import { chatStatusSchema } from '../entities/chat.js';
import { messageSchema } from '../entities/message.js';
import { textRangeSchema } from '../entities/text-range.js';
import { chatIdField, cursorParam, decimal, isStorable, roleField, userIdField } from '../fields.js';
import { SEARCH_LIMIT_DEFAULT, SEARCH_LIMIT_MAX, SEARCH_QUERY_MAX } from '../limits.js';

const queryField = z
  .string()
  .refine(isStorable, 'must not contain NUL or lone surrogates')
  .refine((text) => text.trim() !== '', 'must not be empty')
  .refine((text) => text.length <= SEARCH_QUERY_MAX, `must have at most ${SEARCH_QUERY_MAX} characters`)
  .meta({ minLength: 1, maxLength: SEARCH_QUERY_MAX });

const page = {
  q: queryField.describe('words, of which all have to occur; the last one may be the beginning of a word'),
  cursor: cursorParam.optional(),
  limit: decimal(1, SEARCH_LIMIT_MAX).default(SEARCH_LIMIT_DEFAULT),
};

/** What of a text was found: ranges in their order, which do not touch each other; never markup. */
export const highlightSchema = z.array(textRangeSchema);

export const searchHitSchema = z
  .object({
    chatId: chatIdField,
    message: messageSchema,
    highlight: highlightSchema.describe('within `message.message`; empty when a file’s name was found'),
  })
  .meta({ id: 'SearchHit' });

export const search = contract('search', {
  summary: 'Messages of my chats with these words, newest first.',
  input: z.strictObject({
    ...page,
    chatId: chatIdField.optional().describe('in this chat alone'),
    kind: z.enum(['messages', 'files']).default('messages').describe('`files`: only messages that carry files'),
  }),
  output: z.object({ results: z.array(searchHitSchema), next: z.string().nullable() }),
  errors: ['not_found'],
  limit: 'search',
});

export const jobHitSchema = z
  .object({
    chatId: chatIdField,
    subject: z.string(),
    title: z.string().nullable().describe('of the job'),
    job_id: z.string().nullable(),
    status: chatStatusSchema,
    /** In each of these texts. */
    highlight: z.object({ subject: highlightSchema, title: highlightSchema, job_id: highlightSchema }),
  })
  .meta({ id: 'JobHit' });

export const searchJobs = contract('search_jobs', {
  summary: 'My chats by their subject and job, latest activity first.',
  input: z.strictObject(page),
  output: z.object({ results: z.array(jobHitSchema), next: z.string().nullable() }),
  errors: [],
  limit: 'search',
});

export const personHitSchema = z
  .object({
    userId: userIdField,
    name: z.string(),
    role: roleField,
    chatId: chatIdField.describe('the latest one that we have together'),
    chats: z.int().min(1).describe('how many those are'),
    highlight: highlightSchema.describe('within `name`'),
  })
  .meta({ id: 'PersonHit' });

export const searchPeople = contract('search_people', {
  summary: 'People whom I share a chat with, by name; those I spoke with last come first.',
  input: z.strictObject(page),
  output: z.object({ results: z.array(personHitSchema), next: z.string().nullable() }),
  errors: [],
  limit: 'search',
});

export type SearchHit = z.output<typeof searchHitSchema>;
export type JobHit = z.output<typeof jobHitSchema>;
export type PersonHit = z.output<typeof personHitSchema>;
