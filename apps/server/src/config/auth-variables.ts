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
  EDIT_WINDOW: withDefault('duration', '15m', form.durationSeconds, {
    description: 'How long after sending it an author may edit or delete a message; 0 forbids it.',
  }),
};
