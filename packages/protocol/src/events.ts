import { z } from 'zod';
import { chatSummarySchema } from './entities/chat.js';
import { disputeSchema } from './entities/dispute.js';
import { messageSchema } from './entities/message.js';
import { notificationSchema } from './entities/notification.js';
import { chatIdField, revisionField, seqField, timeField, userIdField } from './fields.js';
import type { ServerEventName } from './names.js';

const userInChat = z.object({ userId: userIdField, chatId: chatIdField });

/** What follows a message, to devices that have not joined the chat: the changed part of a summary. */
export const chatActivitySchema = chatSummarySchema
  .pick({ last_message: true, last_seq: true, revision: true, unread: true })
  .extend({ chatId: chatIdField })
  .meta({ id: 'ChatActivity' });

/** Every event that the server sends, with its payload. */
export const serverEvents = {
  connected: z.object({ message: z.string(), userId: userIdField, epoch: z.string() }),
  joined_chat: z.object({ chatId: chatIdField, message: z.string() }),
  left_chat: z.object({ chatId: chatIdField }),
  new_message: messageSchema,
  user_typing: z.object({ userId: userIdField, isTyping: z.boolean(), chatId: chatIdField }),
  user_joined: userInChat,
  user_left: userInChat,
  messages_read: userInChat.extend({ seq: seqField, read_at: timeField }),
  error: z.object({
    message: z.string(),
    code: z.string(),
    event: z.string().optional(),
    retry_after_ms: z.int().optional(),
    request_id: z.string().optional(),
  }),
  messages_delivered: userInChat.extend({ seq: seqField }),
  message_updated: messageSchema,
  chat_updated: z.union([chatSummarySchema, chatActivitySchema]),
  presence: z.object({ userId: userIdField, online: z.boolean(), last_seen: timeField.nullable() }),
  notification: notificationSchema,
  dispute_updated: disputeSchema,
  dispute_removed: z.object({ disputeId: z.guid() }),
  tips: z.object({ epoch: z.string(), chats: z.array(z.object({ chatId: chatIdField, revision: revisionField })) }),
  server_draining: z.object({ reconnect_in_ms: z.int().min(0) }),
} as const satisfies Record<ServerEventName, z.ZodType>;

export type ServerEvents = { [Name in ServerEventName]: z.output<(typeof serverEvents)[Name]> };
export type ChatActivity = z.output<typeof chatActivitySchema>;
