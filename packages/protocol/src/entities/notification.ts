import { z } from 'zod';
import { chatIdField, timeField } from '../fields.js';

export const notificationTypeSchema = z.enum(['message', 'dispute', 'deadline', 'report']);

/**
 * For messages there is one per chat: it counts up while it is unread, and what comes after it was
 * read raises another one. Its title and body are always those of the newest message that it counts, as it is now.
 */
export const notificationSchema = z
  .object({
    id: z.string(),
    type: notificationTypeSchema,
    chatId: chatIdField.nullable(),
    title: z.string().describe('who wrote'),
    body: z.string().describe('how the newest message begins: at most 120 characters'),
    count: z.int().min(0).describe('messages that it tells of, without those that were deleted'),
    created_at: timeField.describe('when it last counted up'),
    dispute: z
      .object({ id: z.guid(), code: z.string(), by: timeField.nullable().describe('the deadline that it is about') })
      .optional()
      .describe('of types dispute and deadline: what title and body say, for clients with languages of their own'),
    report: z
      .object({ code: z.enum(['dismissed', 'done', 'warned', 'message_removed', 'user_disabled']) })
      .optional()
      .describe('of type report: what came of it, for clients with languages of their own'),
    read_at: timeField.nullable().describe('set: it is cleared, on all devices and for good'),
  })
  .meta({ id: 'Notification' });

export type Notification = z.output<typeof notificationSchema>;
export type NotificationType = z.output<typeof notificationTypeSchema>;
