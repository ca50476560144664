import { z } from 'zod';
import { contract } from '../contract.js';
import { chatRecordSchema } from '../entities/chat.js';
import { userRecordSchema } from '../entities/user.js';
import { chatIdField, emailField, lineField, partyField, roleField, userIdField, userIdParam } from '../fields.js';
import { jobFields, jobInput } from './chats.js';

export const putUser = contract('put_user', {
  summary: 'Creates or changes a user; what is left out stays.',
  input: z.strictObject({
    userId: userIdParam,
    name: lineField(100).optional(),
    email: emailField.nullish(),
    role: roleField.optional(),
    region: lineField(60).nullish(),
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
