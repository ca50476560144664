import { z } from 'zod';
import { contract } from '../contract.js';
import { chatListingSchema, chatRecordSchema, chatStatusSchema } from '../entities/chat.js';
import { userRecordSchema } from '../entities/user.js';
import {
  chatIdField,
  cursorParam,
  emailField,
  lineField,
  listLimitParam,
  localeField,
  partyField,
  roleField,
  userIdField,
  userIdParam,
} from '../fields.js';
import { newPasswordField } from './auth.js';
import { jobFields, jobInput } from './chats.js';

export const listUsers = contract('list_users', {
  summary: 'Users, newest first: all, those of a role, or those whose number, name or e-mail the words name.',
  input: z.strictObject({
    q: lineField(100).optional().describe('a number, or part of a name or an e-mail'),
    role: roleField.optional(),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ users: z.array(userRecordSchema), next: z.string().nullable() }),
  errors: [],
});

export const addUser = contract('add_user', {
  summary: 'Makes an account of this server’s own, which signs in with an e-mail address and a password.',
  input: z.strictObject({
    name: lineField(100),
    email: emailField,
    role: roleField,
    region: lineField(60).nullish(),
    password: newPasswordField,
  }),
  output: userRecordSchema,
  errors: ['conflict'],
});

export const listAllChats = contract('list_all_chats', {
  summary: 'Chats, newest first: all, those in a state, or those that the words name. Never what was said in them.',
  input: z.strictObject({
    q: lineField(200)
      .optional()
      .describe('the id of the chat or of the job, a member’s number, or part of the subject'),
    status: chatStatusSchema.optional(),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ chats: z.array(chatListingSchema), next: z.string().nullable() }),
  errors: [],
});

export const putUser = contract('put_user', {
  summary: 'Creates or changes a user; what is left out stays.',
  input: z.strictObject({
    userId: userIdParam,
    name: lineField(100).optional(),
    email: emailField.nullish(),
    role: roleField.optional(),
    region: lineField(60).nullish(),
    locale: localeField.nullish(),
    disabled: z.boolean().optional(),
  }),
  output: userRecordSchema,
  errors: ['not_found', 'conflict', 'forbidden'],
});

export const deleteUser = contract('delete_user', {
  summary: 'Erases a person: name and e-mail are gone at once, nobody can sign in; what was written stays.',
  input: z.strictObject({ userId: userIdParam }),
  output: z.void(),
  errors: ['not_found', 'forbidden'],
});

export const adminCreateChat = contract('admin_create_chat', {
  summary: 'Opens a chat between two users.',
  input: z.strictObject({
    job_id: lineField(200),
    subject: lineField(200),
    customer_id: userIdField,
    provider_id: userIdField,
    job: jobInput.optional(),
  }),
  output: chatRecordSchema,
  errors: ['not_found'],
});

const chatOnly = z.strictObject({ chatId: chatIdField });

export const addMember = contract('add_member', {
  summary: 'Gives a user the free seat of a role in the chat.',
  input: z.strictObject({ chatId: chatIdField, userId: userIdField, role: partyField }),
  output: chatRecordSchema,
  errors: ['not_found', 'conflict'],
});

export const removeMember = contract('remove_member', {
  summary: 'Takes a user out of the chat; the user receives nothing of it afterwards.',
  input: z.strictObject({ chatId: chatIdField, userId: userIdParam }),
  output: z.void(),
  errors: ['not_found'],
});

export const closeChat = contract('close_chat', {
  summary: 'Closes the chat: it can be read, and no longer written to.',
  input: chatOnly,
  output: chatRecordSchema,
  errors: ['not_found', 'conflict'],
});

export const reopenChat = contract('reopen_chat', {
  summary: 'Opens a closed chat again.',
  input: chatOnly,
  output: chatRecordSchema,
  errors: ['not_found', 'conflict'],
});

export const putJob = contract('put_job', {
  summary: 'Replaces what is shown about the chat’s job; the body is the job.',
  input: z.strictObject({ chatId: chatIdField, ...jobFields }),
  output: chatRecordSchema,
  errors: ['not_found'],
});
