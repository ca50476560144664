import { evidenceKey, publicKeysOrNone } from './evidence-key.js';
import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

/** Who may come in. */
export const authVariables = {
  JWT_SECRET: optional('text of 32 bytes or more', form.text, {
    defaultText: 'generated into DATA_DIR; in production required',
    description: 'Signs access tokens (HS256), and verifies those of a host platform that shares it.',
  }),
  JWT_SECRET_PREVIOUS: optional('text', form.text, {
    description: 'The secret before the last rotation: tokens signed with it are still accepted, none are made.',
  }),
  JWT_EXPIRES_IN: withDefault('duration', '2h', form.durationSeconds, {
    description: 'How long an access token is good for.',
  }),
  JWT_REFRESH_EXPIRES_IN: withDefault('duration', '7d', form.durationSeconds, {
    description: 'How long a session lives without being refreshed.',
  }),
  SESSION_LIFETIME: withDefault('duration, or 0', '180d', form.orOff(form.durationSeconds), {
    description: 'How long a session lives, however often it is refreshed; then one signs in again. 0: for ever.',
  }),
  PASSWORD_WORDS: withDefault('words, comma-separated', '', form.list(form.text), {
    description: 'Words of this site, such as a brand, of which a new password may not be made.',
  }),
  JWKS_URL: optional('address', form.webAddress, {
    description: 'Where the public keys of a host platform are; its tokens are then accepted.',
  }),
  JWT_ISSUER: optional('text', form.text, {
    description: 'The `iss` of the host platform’s tokens; required with JWKS_URL.',
  }),
  JWT_AUDIENCE: optional('text', form.text, {
    description: 'The `aud` of the host platform’s tokens; required with JWKS_URL.',
  }),
  SERVICE_TOKEN: optional('text of 32 bytes or more', form.text, {
    description: 'What the host platform’s backend sends as a Bearer token to the admin routes.',
  }),
};

/** What people may do. */
export const chatVariables = {
  CHAT_CREATION: withDefault('parties or host', 'parties', form.oneOf('parties', 'host'), {
    description: 'Who opens chats: customers and providers themselves, or the host platform alone.',
  }),
  CONTENT_RULES: withDefault('contacts, or nothing', '', form.list(form.oneOf('contacts')), {
    description:
      'Rules over what customers and providers write; `contacts` masks contact details until the job is booked.',
  }),
  CONTENT_BOOKED_STATUSES: withDefault(
    'statuses, comma-separated',
    'booked,confirmed,scheduled,in progress,in_progress,started,completed,done,paid',
    form.list((text) => text.toLowerCase()),
    { description: 'The statuses of a job, as the host platform names them, with which it counts as booked.' },
  ),
  LINK_PREVIEWS: withDefault('on or off', 'off', form.oneOf('on', 'off'), {
    description:
      'Whether the server asks the first link of a message for its title and description, to show them below it.',
  }),
  KEEP_MESSAGES: withDefault('duration, or 0', '0', form.orOff(form.durationMs), {
    description: 'How long messages are kept, such as 730d; older ones are taken away for good. 0 keeps them.',
  }),
  EDIT_WINDOW: withDefault('duration', '15m', form.durationSeconds, {
    description: 'How long after sending it an author may edit or delete a message; 0 forbids it.',
  }),
};

/** What is promised to people who have a dispute. */
export const disputeVariables = {
  DISPUTE_ANSWER_TIME: withDefault('duration', '24h', form.durationMs, {
    description: 'Until when a local service manager has to answer a dispute; one who is silent loses the case.',
  }),
  DISPUTE_SETTLEMENT_TIME: withDefault('duration', '7d', form.durationMs, {
    description: 'Until when a dispute has to be settled.',
  }),
  LSM_ACCESS_DAYS: withDefault('number', '90', form.wholeNumber(0, 36_500), {
    description: 'Days for which the local service manager who settled a dispute can still read it.',
  }),
  EVIDENCE_KEY: optional('Ed25519 private key, PEM or base64', evidenceKey, {
    defaultText: 'generated into DATA_DIR; in production required for evidence',
    description: 'Signs the evidence of disputes; its public key is published under /.well-known/.',
  }),
  EVIDENCE_KEY_PREVIOUS: withDefault('Ed25519 public keys, comma-separated', '', publicKeysOrNone, {
    description: 'Public keys that signed earlier evidence: they stay published.',
  }),
};
