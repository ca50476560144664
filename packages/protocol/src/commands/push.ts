import { z } from 'zod';
import { contract } from '../contract.js';
import { pushKindSchema, pushSubscriptionSchema } from '../entities/push.js';
import { lineField } from '../fields.js';
import { PUSH_ENDPOINT_MAX, PUSH_TOKEN_MAX } from '../limits.js';

const base64url = (bytes: number) =>
  z
    .string()
    .max(Math.ceil((bytes * 4) / 3) + 3)
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'must be base64url')
    .refine(
      (text) => Math.floor((text.replace(/=+$/, '').length * 3) / 4) === bytes,
      `must be ${bytes} bytes in base64url`,
    );

const label = lineField(100).optional().describe('what the device calls itself');
const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z0-9-]+$/, 'must be a language tag')
  .optional();
const token = z
  .string()
  .min(1)
  .max(PUSH_TOKEN_MAX)
  .regex(/^[\w:.%-]+$/, 'must be a device token');

const subscriptionId = z.guid('must be a UUID').toLowerCase();

export const listPushSubscriptions = contract('list_push_subscriptions', {
  summary: 'My devices that get pushes, and what a browser needs to become one.',
  input: z.strictObject({}),
  output: z.object({
    public_key: z.string().describe('VAPID: the applicationServerKey of a browser, base64url'),
    kinds: z.array(pushKindSchema).describe('what this server can push to'),
    subscriptions: z.array(pushSubscriptionSchema),
    next: z.null(),
  }),
  errors: [],
});

export const addPushSubscription = contract('add_push_subscription', {
  summary: 'Lets this device get pushes; the same device again is the same one. It ends with the login that made it.',
  input: z
    .strictObject({
      kind: pushKindSchema.describe('web: endpoint and keys; fcm, apns: token'),
      endpoint: z.url('must be an address').max(PUSH_ENDPOINT_MAX).optional(),
      keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }).optional(),
      token: token.optional().describe('hexadecimal for apns'),
      label,
      locale,
    })
    .superRefine(({ kind, ...given }, context) => {
      for (const field of ['endpoint', 'keys', 'token'] as const) {
        const wanted = (field === 'token') !== (kind === 'web');
        if (wanted === (given[field] !== undefined)) continue;
        const message = wanted ? `is required for ${kind}` : `is not for ${kind}`;
        context.addIssue({ code: 'custom', path: [field], message });
      }
      if (kind === 'apns' && given.token !== undefined && !/^[0-9a-fA-F]+$/.test(given.token)) {
        context.addIssue({ code: 'custom', path: ['token'], message: 'must be hexadecimal' });
      }
    }),
  output: pushSubscriptionSchema,
  errors: ['forbidden'],
});

export const removePushSubscription = contract('remove_push_subscription', {
  summary: 'No pushes to this device of mine any more.',
  input: z.strictObject({ subscriptionId }),
  output: z.void(),
  errors: ['not_found'],
});

export const testPush = contract('test_push', {
  summary: 'Sends a push to this device of mine at once, and says what came of it.',
  input: z.strictObject({ subscriptionId }),
  output: z.object({ result: z.enum(['sent', 'later', 'gone', 'refused']), why: z.string().nullable() }),
  errors: ['not_found'],
  limit: 'send',
});

export const confirmPush = contract('confirm_push', {
  summary: 'A device says what it did with a push, by the token that came with it.',
  input: z.strictObject({
    token: z.string().min(1).max(400),
    did: z.enum(['shown', 'page_visible', 'known', 'not_allowed']),
  }),
  output: z.void(),
  errors: ['not_found'],
});
