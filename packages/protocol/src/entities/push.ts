import { z } from 'zod';
import { timeField } from '../fields.js';

export const pushKindSchema = z.enum(['web', 'fcm', 'apns']);

/** A device that gets pushes; what only it and the push service may know is never shown. */
export const pushSubscriptionSchema = z
  .object({
    id: z.guid(),
    kind: pushKindSchema,
    label: z.string().describe('what the device called itself, such as "Firefox on Linux"'),
    here: z.boolean().describe('made by the login of this call'),
    created_at: timeField,
    sent_at: timeField.nullable().describe('when a push service last took something for it'),
    failed: z.string().nullable().describe('why the last try did not work'),
  })
  .meta({ id: 'PushSubscription' });

export type PushKind = z.output<typeof pushKindSchema>;
export type PushSubscriptionRecord = z.output<typeof pushSubscriptionSchema>;
