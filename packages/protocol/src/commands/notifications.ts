import { z } from 'zod';
import { contract } from '../contract.js';
import { notificationSchema } from '../entities/notification.js';
import { chatIdField, cursorParam, listLimitParam } from '../fields.js';
import { NOTIFICATIONS_READ_MAX } from '../limits.js';

export const listNotifications = contract('list_notifications', {
  summary: 'My notifications, newest first.',
  input: z.strictObject({ cursor: cursorParam.optional(), limit: listLimitParam }),
  output: z.object({ notifications: z.array(notificationSchema), next: z.string().nullable() }),
  errors: [],
});

export const readNotifications = contract('read_notifications', {
  summary: 'Marks notifications read: some, those of a chat, or all of mine. The chat itself stays as unread as it is.',
  input: z
    .strictObject({
      ids: z.array(z.guid('must be a UUID').toLowerCase()).max(NOTIFICATIONS_READ_MAX).optional(),
      chatId: chatIdField.optional(),
      all: z.literal(true).optional(),
    })
    .refine((which) => [which.ids, which.chatId, which.all].filter((one) => one !== undefined).length === 1, {
      error: 'exactly one of ids, chatId and all has to be given',
      path: ['ids'],
    }),
  output: z.void(),
  errors: [],
});
