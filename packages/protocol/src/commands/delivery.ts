import { z } from 'zod';
import { contract } from '../contract.js';
import {
  chatNotificationPrefsSchema,
  chatQuietHoursSchema,
  deliverySchema,
  deliveryStateSchema,
  notificationPrefsSchema,
  quietHoursSchema,
} from '../entities/delivery.js';
import { chatIdField, cursorParam, decimal, listLimitParam, momentField, userIdParam } from '../fields.js';

export const getNotificationPrefs = contract('get_notification_prefs', {
  summary: 'How I am notified when I am away.',
  input: z.strictObject({}),
  output: notificationPrefsSchema,
  errors: [],
});

export const setNotificationPrefs = contract('set_notification_prefs', {
  summary: 'Changes how I am notified when I am away; what is left out stays.',
  input: z.strictObject({
    muted_until: momentField.nullable().optional().describe('a far year for ever'),
    push: z.boolean().optional(),
    mail: z.boolean().optional(),
    preview: z.boolean().optional(),
    quiet_hours: quietHoursSchema.nullable().optional(),
    time_zone: z.string().min(1).max(64).optional().describe('of the IANA database, such as Europe/Madrid'),
  }),
  output: notificationPrefsSchema,
  errors: [],
});

export const setChatNotificationPrefs = contract('set_chat_notification_prefs', {
  summary: 'Changes the same for one chat; null: as for all others.',
  input: z.strictObject({
    chatId: chatIdField,
    push: z.boolean().nullable().optional(),
    mail: z.boolean().nullable().optional(),
    preview: z.boolean().nullable().optional(),
    quiet_hours: chatQuietHoursSchema.nullable().optional().describe('on the clock of my time zone; none: never'),
  }),
  output: chatNotificationPrefsSchema,
  errors: ['not_found'],
});

export const explainDelivery = contract('explain_delivery', {
  summary:
    'Why somebody was, or was not, notified: what decides now, and what was done step by step. No text of a message.',
  input: z.strictObject({
    userId: userIdParam,
    chatId: chatIdField.optional(),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ state: deliveryStateSchema, deliveries: z.array(deliverySchema), next: z.string().nullable() }),
  errors: ['not_found'],
});

const jobId = decimal(1, Number.MAX_SAFE_INTEGER);

export const reviveJob = contract('revive_job', {
  summary: 'Gives background work that failed for good all its tries again.',
  input: z.strictObject({ jobId }),
  output: z.void(),
  errors: ['not_found'],
});

export const discardJob = contract('discard_job', {
  summary: 'Gives up background work that failed for good.',
  input: z.strictObject({ jobId }),
  output: z.void(),
  errors: ['not_found'],
});
