import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

/** Where the server listens, and who it believes. */
export const serverVariables = {
  NODE_ENV: withDefault(
    'development, test or production',
    'development',
    form.oneOf('development', 'test', 'production'),
    {
      description:
        'With production, weak secrets are refused, no demo data is made and the server listens on every address.',
    },
  ),
  PORT: withDefault('port', '8000', form.wholeNumber(0, 65_535), {
    description: 'The port of API, sockets and web page; 0 takes any free one.',
  }),
  HOST: optional('address', form.text, {
    defaultText: '127.0.0.1; in production 0.0.0.0',
    description: 'The address that the server listens on.',
  }),
  WORKERS: withDefault('number', '1', form.wholeNumber(1, 64), {
    description: 'How many processes serve the port; about one per core. They need no Redis among themselves.',
  }),
  PUBLIC_URL: optional('origin', form.origin, {
    description:
      'The origin under which browsers reach the server, when it differs from the Host header that arrives here.',
  }),
  FRONTEND_URL: withDefault('origins, comma-separated', '', form.list(form.origin), {
    description: 'Origins of other web pages that may use this server from a browser.',
  }),
  TRUST_PROXY: withDefault('number', '0', form.wholeNumber(0, 10), {
    description: 'How many proxies in front of the server add to X-Forwarded-For; 0 ignores that header.',
  }),
  SOCKET_TRANSPORTS: withDefault('all or websocket', 'all', form.oneOf('all', 'websocket'), {
    description:
      'With websocket, long polling is refused: where several servers run and nothing keeps a client on one of them.',
  }),
  DATA_DIR: withDefault('folder', './data', form.text, {
    description: 'Where the built-in database, uploads and the generated secret are kept.',
  }),
  DEMO: optional('1 or 0', form.flag, {
    defaultText: '1 without HOST, else 0',
    description: 'Makes demo accounts and chats where no user exists; never in production.',
  }),
  JOBS_IN: withDefault('server or worker', 'server', form.oneOf('server', 'worker'), {
    description:
      'Where pushes, mails and webhooks are sent from: the server itself, or a process of its own (`npm run jobs`).',
  }),
  JOBS_PORT: optional('port', form.wholeNumber(0, 65_535), {
    defaultText: 'none',
    description: 'The port on which `npm run jobs` tells its health and its metrics.',
  }),
  LOG_LEVEL: withDefault(
    'debug, info, warn, error or silent',
    'info',
    form.oneOf('debug', 'info', 'warn', 'error', 'silent'),
    {
      description: 'The least important thing that is still logged.',
    },
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional('address', form.webAddress, {
    description:
      'Where traces are sent, from a command to its SQL: a collector that speaks OTLP over HTTP. Unset: nowhere.',
  }),
  OTEL_TRACES_SAMPLER_ARG: withDefault('share from 0 to 1', '0.01', form.share, {
    description: 'Which share of the traces is sent.',
  }),
};
