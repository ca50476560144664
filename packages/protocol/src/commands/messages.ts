import { z } from 'zod';
import { contract } from '../contract.js';
import { memberSchema } from '../entities/chat.js';
import { messageSchema } from '../entities/message.js';
import { maskedPartSchema, mentionSchema } from '../entities/text-range.js';
import {
  captionField,
  chatIdField,
  clientIdField,
  decimal,
  emojiField,
  epochField,
  messageIdField,
  revisionField,
} from '../fields.js';
import { ATTACHMENTS_MAX, HISTORY_LIMIT_DEFAULT, HISTORY_LIMIT_MAX, MENTIONS_MAX, SYNC_CHATS_MAX } from '../limits.js';

const seqParam = decimal(0, Number.MAX_SAFE_INTEGER);

/** Who is meant by which part of the text; ranges of the trimmed text. Who is no member is left out. */
const mentionsField = z.array(mentionSchema).max(MENTIONS_MAX);

/** To its author alone: what of the text a content rule put a mask over. */
const writtenMessageSchema = messageSchema
  .extend({ masked: z.array(maskedPartSchema).optional().describe('what a content rule put a mask over') })
  .meta({ id: 'WrittenMessage' });

export const sendMessage = contract('send_message', {
  summary: 'Stores a message; it is committed before it is acknowledged or seen by anyone.',
  input: z
    .strictObject({
      chatId: chatIdField,
      message: captionField,
      message_type: z.enum(['text', 'image', 'document', 'voice']).default('text'),
      client_id: clientIdField.optional(),
      reply_to: messageIdField.nullish(),
      mentions: mentionsField.optional(),
      attachment_ids: z.array(z.string().min(1).max(100)).max(ATTACHMENTS_MAX).optional(),
    })
    .refine(({ message, attachment_ids = [] }) => message !== '' || attachment_ids.length > 0, {
      error: 'must not be empty',
      path: ['message'],
    }),
  output: writtenMessageSchema,
  errors: ['not_found', 'chat_closed', 'payload_too_large', 'forbidden'],
  limit: 'send',
  ordered: true,
});

const messageOnly = { chatId: chatIdField, messageId: messageIdField };

export const editMessage = contract('edit_message', {
  summary: 'Changes the text of a message of mine, for some time after it was sent; with files it may become empty.',
  input: z.strictObject({ ...messageOnly, message: captionField, mentions: mentionsField.optional() }),
  output: writtenMessageSchema,
  errors: ['not_found', 'forbidden', 'chat_closed', 'payload_too_large'],
  limit: 'send',
});

export const deleteMessage = contract('delete_message', {
  summary: 'Deletes a message of mine, for some time after it was sent; a tombstone stays.',
  input: z.strictObject(messageOnly),
  output: messageSchema,
  errors: ['not_found', 'forbidden', 'chat_closed'],
  limit: 'send',
});

export const pinMessage = contract('pin_message', {
  summary: 'Keeps a message at hand for all members of the chat, or no longer.',
  input: z.strictObject({ ...messageOnly, pinned: z.boolean() }),
  output: messageSchema,
  errors: ['not_found', 'forbidden', 'chat_closed', 'conflict'],
  limit: 'send',
});

export const listPins = contract('list_pins', {
  summary: 'The pinned messages of a chat, the latest pin first.',
  input: z.strictObject({ chatId: chatIdField }),
  output: z.object({ messages: z.array(messageSchema) }),
  errors: ['not_found'],
});

export const forwardMessage = contract('forward_message', {
  summary: 'Sends what a message of one chat of mine says, with its files, into another one.',
  input: z.strictObject({
    chatId: chatIdField.describe('where it goes'),
    from_chat_id: chatIdField,
    messageId: messageIdField,
    client_id: clientIdField.optional(),
  }),
  output: writtenMessageSchema,
  errors: ['not_found', 'chat_closed', 'forbidden'],
  limit: 'send',
});

export const removePreview = contract('remove_preview', {
  summary: 'Takes the preview of a link off a message of mine, for everybody.',
  input: z.strictObject(messageOnly),
  output: messageSchema,
  errors: ['not_found', 'forbidden', 'chat_closed'],
  limit: 'send',
});

export const markPlayed = contract('mark_played', {
  summary: 'Says that I have listened to a voice message of somebody else.',
  input: z.strictObject(messageOnly),
  output: messageSchema,
  errors: ['not_found', 'forbidden'],
  limit: 'send',
});

export const react = contract('react', {
  summary: 'Gives a message an emoji of mine, or takes it back.',
  input: z.strictObject({ ...messageOnly, emoji: emojiField, active: z.boolean() }),
  output: messageSchema,
  errors: ['not_found', 'forbidden', 'chat_closed', 'conflict'],
  limit: 'send',
});

export const listMessages = contract('list_messages', {
  summary: 'A page of history, ascending; the latest by default.',
  input: z
    .strictObject({
      chatId: chatIdField,
      limit: decimal(1, HISTORY_LIMIT_MAX).default(HISTORY_LIMIT_DEFAULT),
      before: seqParam.optional(),
      after: seqParam.optional(),
      around: seqParam.optional(),
    })
    .refine((page) => [page.before, page.after, page.around].filter((at) => at !== undefined).length <= 1, {
      error: 'only one of before, after and around may be given',
      path: ['before'],
    }),
  output: z.object({
    messages: z.array(messageSchema),
    has_before: z.boolean(),
    has_after: z.boolean(),
    revision: revisionField,
  }),
  errors: ['not_found'],
});

/** What changed in one chat since a revision: current rows, not a list of deltas. */
export const chatChangesSchema = z
  .object({
    chatId: chatIdField,
    revision: revisionField.describe('what to ask from next time'),
    messages: z.array(messageSchema),
    members: z.array(memberSchema),
    more: z.boolean().describe('call again with `revision` and apply the pages together'),
    reset: z.boolean().describe('drop what you hold of this chat'),
  })
  .meta({ id: 'ChatChanges' });

export const chatChangesErrorSchema = z.object({
  chatId: chatIdField,
  error: z.object({ code: z.string(), message: z.string() }),
});

export const listChanges = contract('list_changes', {
  summary: 'As `sync`, for one chat.',
  input: z.strictObject({ chatId: chatIdField, since: seqParam, epoch: epochField.optional() }),
  output: chatChangesSchema,
  errors: ['not_found'],
});

export const sync = contract('sync', {
  summary: 'What changed in many chats since the revisions that the client holds.',
  input: z.strictObject({
    epoch: epochField.optional(),
    chats: z.array(z.strictObject({ chatId: chatIdField, revision: revisionField })).max(SYNC_CHATS_MAX),
  }),
  output: z.array(z.union([chatChangesSchema, chatChangesErrorSchema])),
  errors: [],
});

export type ChatChanges = z.output<typeof chatChangesSchema>;
export type ChatChangesError = z.output<typeof chatChangesErrorSchema>;
