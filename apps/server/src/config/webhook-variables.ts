import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

const SECRET = 'whsec_ and the base64 of 24 to 64 bytes is expected (`echo whsec_$(openssl rand -base64 32)`)';

/** The secret of an endpoint, in the form of Standard Webhooks. */
export function webhookSecret(value: string): string {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const { length } = Buffer.from(encoded, 'base64');
  if (length < 24 || length > 64) throw new Error(SECRET);
  return value;
}

/** What the host platform is told, at an address of its own. */
export const webhookVariables = {
  WEBHOOK_URL: optional('address', form.webAddress, {
    description: 'An address of the host platform that is told of messages, members and disputes; admins can add more.',
  }),
  WEBHOOK_SECRET: withDefault('whsec_…, comma-separated', '', form.list(webhookSecret), {
    description: 'Signs what is sent to WEBHOOK_URL; to rotate, put the new one before the old one for a while.',
  }),
  WEBHOOK_EVENTS: withDefault('types, comma-separated', '', form.list(form.text), {
    defaultText: 'all',
    description: 'What WEBHOOK_URL is told of, such as `dispute.resolved,message.created`.',
  }),
  WEBHOOK_TEXT: withDefault('1 or 0', '0', form.flag, {
    description: 'Whether WEBHOOK_URL is told what messages say, and not only that there are some.',
  }),
  WEBHOOK_LOG_DAYS: withDefault('number', '7', form.wholeNumber(2, 90), {
    description: 'Days for which events and their deliveries are kept, to be looked at and sent again.',
  }),
};
