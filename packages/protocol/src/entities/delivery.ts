import { z } from 'zod';
import { chatIdField, timeField, userIdField } from '../fields.js';
import { notificationTypeSchema } from './notification.js';

export const channelSchema = z.enum(['push', 'mail']);

const clockField = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day such as 22:00');

/** Every day from `from` to `to` on the user's own clock; over midnight when `to` is the earlier one. */
export const quietHoursSchema = z
  .strictObject({ from: clockField, to: clockField })
  .refine(({ from, to }) => from !== to, { error: 'must be another time than from', path: ['to'] })
  .meta({ id: 'QuietHours' });

/** Quiet hours of its own, or none: it also rings at night. */
export const chatQuietHoursSchema = z.union([quietHoursSchema, z.literal('none')]);

/** What differs for one chat; null: as for all. Muting a chat is a preference of the chat. */
export const chatNotificationPrefsSchema = z
  .object({
    chatId: chatIdField,
    push: z.boolean().nullable(),
    mail: z.boolean().nullable(),
    preview: z.boolean().nullable(),
    quiet_hours: chatQuietHoursSchema.nullable(),
  })
  .meta({ id: 'ChatNotificationPrefs' });

export const notificationPrefsSchema = z
  .object({
    muted_until: timeField.nullable().describe('nothing is delivered until then, but deadlines of disputes'),
    push: z.boolean(),
    mail: z.boolean(),
    preview: z.boolean().describe('whether pushes and mails may say who wrote and what'),
    quiet_hours: quietHoursSchema.nullable(),
    time_zone: z.string().describe('of the IANA database, such as Europe/Madrid'),
    chats: z.array(chatNotificationPrefsSchema).describe('chats for which something differs'),
  })
  .meta({ id: 'NotificationPrefs' });

export const deliveryStepSchema = z.enum([
  'held',
  'dropped',
  'no_target',
  'due',
  'begun',
  'busy',
  'sent',
  'later',
  'gone',
  'refused',
  'withdrawn',
  'shown',
]);

/** One step on the way of a notification; never a text of a message. */
export const deliveryHopSchema = z
  .object({
    at: timeField,
    channel: channelSchema,
    target: z.string().nullable().describe('of which device or address, when it came so far'),
    step: deliveryStepSchema,
    why: z.string().nullable(),
    until: timeField.nullable().describe('held: not before'),
    attempt: z.int().nullable(),
  })
  .meta({ id: 'DeliveryHop' });

export const deliverySchema = z
  .object({
    notification_id: z.guid(),
    type: notificationTypeSchema.nullable().describe('null: the notification itself is gone'),
    chatId: chatIdField.nullable(),
    raised_at: timeField,
    read_at: timeField.nullable(),
    hops: z.array(deliveryHopSchema),
  })
  .meta({ id: 'Delivery' });

export const deliveryTargetSchema = z
  .object({ channel: channelSchema, id: z.string(), label: z.string() })
  .meta({ id: 'DeliveryTarget' });

/** What decides, as it stands now. */
export const deliveryStateSchema = z
  .object({
    userId: userIdField,
    present: z.boolean().describe('known, and not disabled'),
    online: z.boolean().describe('a device is connected to the server that answers'),
    quiet_until: timeField.nullable().describe('quiet hours run now, until then'),
    channels: z.array(channelSchema).describe('those that this server has'),
    targets: z.array(deliveryTargetSchema),
    prefs: notificationPrefsSchema,
    chat: z
      .object({
        chatId: chatIdField,
        member: z.boolean(),
        muted_until: timeField.nullable(),
        last_seq: z.int(),
        read_seq: z.int(),
        told_seq: z.int().describe('up to here it was told, or not to be: the chat was open on a device, or muted'),
      })
      .nullable(),
  })
  .meta({ id: 'DeliveryState' });

export type ChannelName = z.output<typeof channelSchema>;
export type QuietHours = z.output<typeof quietHoursSchema>;
export type ChatQuietHours = z.output<typeof chatQuietHoursSchema>;
export type ChatNotificationPrefs = z.output<typeof chatNotificationPrefsSchema>;
export type NotificationPrefs = z.output<typeof notificationPrefsSchema>;
export type DeliveryHop = z.output<typeof deliveryHopSchema>;
export type DeliveryStep = z.output<typeof deliveryStepSchema>;
export type Delivery = z.output<typeof deliverySchema>;
export type DeliveryState = z.output<typeof deliveryStateSchema>;
