import { z } from 'zod';
import { attachmentSchema } from './attachment.js';
import { chatIdField, messageIdField, revisionField, seqField, timeField, userIdField } from '../fields.js';
import { mentionSchema } from './text-range.js';
import { offerSchema } from './offer.js';

export const senderTypeSchema = z.enum(['customer', 'provider', 'lsm', 'system']);
export const messageTypeSchema = z.enum(['text', 'image', 'document', 'voice', 'system']);

/** Who wrote it and how it begins, for the quote above a reply. `preview` is empty, and `image` gone, once the quoted message is deleted. */
export const replySchema = z
  .object({
    id: messageIdField,
    seq: seqField,
    sender_id: z.int().min(0),
    preview: z.string(),
    image: attachmentSchema.optional().describe('the first picture of the quoted message'),
  })
  .meta({ id: 'Reply' });

export const reactionSchema = z.object({ emoji: z.string(), user_ids: z.array(userIdField) }).meta({ id: 'Reaction' });

/**
 * What a system message says, for clients that write it in their own language; `message` says the same in English. A code
 * that a client does not know is shown as `message`.
 */
export const systemNoteSchema = z
  .object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
  .meta({ id: 'SystemNote' });

/** What the page behind the first link of a message says of itself: all of it text, never markup. */
export const linkPreviewSchema = z
  .object({
    url: z.url({ protocol: /^https?$/ }).describe('where the link of the message leads'),
    site: z.string().describe('the host of that address; never what the page calls itself'),
    title: z.string(),
    description: z.string().nullable(),
  })
  .meta({ id: 'LinkPreview' });

/** A deleted message stays as a tombstone: no text, no attachments, `deleted_at` set. */
export const messageSchema = z
  .object({
    id: messageIdField,
    chatId: chatIdField,
    seq: seqField,
    revision: revisionField,
    sender_type: senderTypeSchema,
    sender_id: z.int().min(0).describe('0 is the system'),
    message: z.string(),
    message_type: messageTypeSchema,
    created_at: timeField,
    client_id: z.string().nullable(),
    reply_to: replySchema.nullable(),
    edited_at: timeField.nullable(),
    deleted_at: timeField.nullable(),
    attachments: z.array(attachmentSchema),
    reactions: z.array(reactionSchema),
    system: systemNoteSchema.optional().describe('of a system message'),
    mentions: z
      .array(mentionSchema)
      .optional()
      .describe('members who are meant; in their order, not touching each other'),
    forwarded: z.literal(true).optional().describe('it came from another chat, which is not told'),
    pinned: z.object({ by: userIdField, at: timeField }).optional().describe('it is kept at hand for all members'),
    preview: linkPreviewSchema.optional().describe('of its first link, where the server looks at links'),
    played_by: z.array(userIdField).optional().describe('who has listened to it, of a voice message'),
    offer: offerSchema.optional().describe('of a message that offers a settlement, as the offer is now'),
  })
  .meta({ id: 'Message' });

export type Message = z.output<typeof messageSchema>;
export type SystemNote = z.output<typeof systemNoteSchema>;
export type LinkPreview = z.output<typeof linkPreviewSchema>;
export type Reply = z.output<typeof replySchema>;
export type Reaction = z.output<typeof reactionSchema>;
export type SenderType = z.output<typeof senderTypeSchema>;
export type MessageType = z.output<typeof messageTypeSchema>;
