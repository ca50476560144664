import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

/** PostgreSQL and Redis. */
export const databaseVariables = {
  DATABASE_URL: optional('postgresql://…', form.postgresAddress, {
    defaultText: 'DIRECT_URL, else the built-in PostgreSQL',
    description: 'PostgreSQL through a transaction pooler, for REST reads and administration.',
  }),
  DIRECT_URL: optional('postgresql://…', form.postgresAddress, {
    defaultText: 'DATABASE_URL, else the built-in PostgreSQL',
    description: 'PostgreSQL directly (or through a session pooler), for messages, receipts and migrations.',
  }),
  REDIS_URL: optional('redis://… or rediss://…', form.redisAddress, {
    defaultText: 'one server',
    description:
      'Redis, through which several servers on one database tell each other what happens. All have one JWT_SECRET.',
  }),
  REDIS_PREFIX: withDefault('text', 'stm-chat', form.text, {
    description: 'What begins the names of everything in Redis; another one for each installation that shares it.',
  }),
  POOLED_POOL_SIZE: withDefault('number', '10', form.wholeNumber(1, 500), {
    description: 'The most connections to DATABASE_URL.',
  }),
  REALTIME_POOL_SIZE: withDefault('number', '10', form.wholeNumber(1, 500), {
    description: 'The most connections to DIRECT_URL, beside those of the message writers.',
  }),
  MESSAGE_WRITERS: withDefault('number', '1', form.wholeNumber(1, 16), {
    description:
      'Connections that write messages; on each, one batch runs at a time. More for a database with many cores.',
  }),
};
