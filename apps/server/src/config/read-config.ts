import path from 'node:path';
import { authVariables, chatVariables, disputeVariables } from './auth-variables.js';
import type {
  AuthConfig,
  Config,
  DatabaseConfig,
  FileConfig,
  Limits,
  MailConfig,
  ServerConfig,
  WebhookConfig,
} from './config.js';
import { databaseVariables } from './database-variables.js';
import { developmentEvidenceKey } from './evidence-key.js';
import { developmentSecret, secretWeakness } from './jwt-secret.js';
import { fileVariables } from './file-variables.js';
import { limitVariables } from './limit-variables.js';
import { mailVariables } from './mail-variables.js';
import { pushConfig, pushFaults, pushVariables } from './push-variables.js';
import { outgoingVariables } from './outgoing-variables.js';
import { serverVariables } from './server-variables.js';
import type { ValuesOf, Variable } from './variable.js';
import { webhookVariables } from './webhook-variables.js';

const topics = {
  Server: serverVariables,
  Database: databaseVariables,
  'Who may come in': authVariables,
  Chats: chatVariables,
  'What the server asks of others': outgoingVariables,
  Mail: mailVariables,
  Webhooks: webhookVariables,
  Pushes: pushVariables,
  Disputes: disputeVariables,
  Files: fileVariables,
  Limits: limitVariables,
} as const;

const all = {
  ...serverVariables,
  ...databaseVariables,
  ...authVariables,
  ...chatVariables,
  ...outgoingVariables,
  ...mailVariables,
  ...webhookVariables,
  ...pushVariables,
  ...disputeVariables,
  ...fileVariables,
  ...limitVariables,
};
type Values = ValuesOf<typeof all>;

/** The rows of the README's table, in order. */
export const variables: readonly { topic: string; name: string; type: string; default: string; description: string }[] =
  Object.entries(topics).flatMap(([topic, group]) =>
    Object.entries<Variable<unknown>>(group).map(([name, { type, default: fallback, description }]) => ({
      topic,
      name,
      type,
      default: fallback,
      description,
    })),
  );

/** The configuration cannot be used. The message has one line per fault: the variable's name and how to mend it. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the whole configuration. Outside production a missing JWT_SECRET is made and kept in DATA_DIR.
 * @param env `process.env`, which only `main.ts` and the command line tools read
 * @throws ConfigError naming every variable that is wrong, not only the first
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const { values, faults } = readValues(env);
  faults.push(...unknownLimits(env));
  if (faults.length > 0) throw new ConfigError(faults);
  const contradictions = contradictionsIn(values);
  if (contradictions.length > 0) throw new ConfigError(contradictions);
  const server = serverConfig(values);
  return {
    server,
    jobs: { besideConnections: true, apart: values.JOBS_IN === 'server', port: values.JOBS_PORT },
    database: databaseConfig(values),
    redis: { url: values.REDIS_URL, prefix: values.REDIS_PREFIX },
    auth: authConfig(values, server.dataDir),
    chats: {
      creation: values.CHAT_CREATION,
      editWindowSeconds: values.EDIT_WINDOW,
      keepMs: values.KEEP_MESSAGES,
    },
    content: {
      rules: values.CONTENT_RULES,
      bookedStatuses: values.CONTENT_BOOKED_STATUSES,
      linkPreviews: values.LINK_PREVIEWS === 'on',
    },
    outgoing: { allowed: values.OUTGOING_ALLOW, concurrency: values.OUTGOING_CONCURRENCY },
    mail: mailConfig(values),
    webhooks: webhookConfig(values),
    push: pushConfig(values, server.publicUrl),
    disputes: {
      answerMs: values.DISPUTE_ANSWER_TIME,
      settleMs: values.DISPUTE_SETTLEMENT_TIME,
      accessMs: values.LSM_ACCESS_DAYS * 86_400_000,
      evidenceKey: () => values.EVIDENCE_KEY ?? (server.production ? null : developmentEvidenceKey(server.dataDir)),
      previousEvidenceKeys: values.EVIDENCE_KEY_PREVIOUS,
    },
    files: fileConfig(values),
    limits: limits(values),
  };
}

function readValues(env: NodeJS.ProcessEnv): { values: Values; faults: string[] } {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, variable] of Object.entries<Variable<unknown>>(all)) {
    const text = env[name]?.trim();
    const read = variable.schema.safeParse(text === '' ? undefined : text);
    if (read.success) values[name] = read.data;
    else
      faults.push(
        `${name}: ${read.error.issues[0]?.message ?? 'is not valid'}${isSecret(name) ? '' : `, not "${text ?? ''}"`}`,
      );
  }
  return { values: values as Values, faults };
}

/** Addresses of databases carry passwords: never repeat them in a message. */
function isSecret(name: string): boolean {
  return /SECRET|TOKEN|_KEY|_ACCOUNT|_URL$/.test(name) && name !== 'PUBLIC_URL' && name !== 'FRONTEND_URL';
}

/** A misspelt limit would otherwise be a limit that is silently not what the operator believes. */
function unknownLimits(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('LIMIT_') && !(name in all))
    .map((name) => `${name}: is no variable of this server; the limits are ${Object.keys(limitVariables).join(', ')}`);
}

function contradictionsIn(values: Values): string[] {
  const faults: string[] = [];
  const production = values.NODE_ENV === 'production';
  const weakness = production ? secretWeakness(values.JWT_SECRET) : null;
  if (weakness !== null) faults.push(weakness);
  if (production && values.DEMO === true)
    faults.push('DEMO: demo accounts have public passwords; unset it in production');
  if (production && values.SERVICE_TOKEN !== null && Buffer.byteLength(values.SERVICE_TOKEN) < 32) {
    faults.push('SERVICE_TOKEN: is shorter than 32 bytes; make one with `openssl rand -base64 48`');
  }
  if (values.JWKS_URL !== null) {
    for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const) {
      if (values[name] === null)
        faults.push(`${name}: is required with JWKS_URL, so that tokens made for others are not accepted here`);
    }
  }
  if (values.S3_BUCKET !== null) {
    for (const name of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
      if (values[name] === null) faults.push(`${name}: is required with S3_BUCKET`);
    }
  }
  if (values.SMTP_URL !== null) {
    if (values.MAIL_FROM === null) faults.push('MAIL_FROM: is required with SMTP_URL, such as Chat <chat@example.com>');
    if (production && values.PUBLIC_URL === null) {
      faults.push('PUBLIC_URL: is required with SMTP_URL: links in mails begin with it');
    }
  }
  if (values.WEBHOOK_URL !== null && values.WEBHOOK_SECRET.length === 0) {
    faults.push('WEBHOOK_SECRET: is required with WEBHOOK_URL; make one with `echo whsec_$(openssl rand -base64 32)`');
  }
  if (values.JWT_EXPIRES_IN === 0) faults.push('JWT_EXPIRES_IN: tokens must live for a while, such as 2h');
  if (values.JWT_REFRESH_EXPIRES_IN === 0)
    faults.push('JWT_REFRESH_EXPIRES_IN: sessions must live for a while, such as 7d');
  faults.push(...pushFaults(values));
  return faults;
}

function serverConfig(values: Values): ServerConfig {
  const production = values.NODE_ENV === 'production';
  return {
    production,
    port: values.PORT,
    host: values.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: values.PUBLIC_URL,
    frontendOrigins: values.FRONTEND_URL,
    trustProxy: values.TRUST_PROXY,
    workers: values.WORKERS,
    polling: values.SOCKET_TRANSPORTS === 'all',
    dataDir: path.resolve(values.DATA_DIR),
    demo: !production && (values.DEMO ?? values.HOST === null),
    traces:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === null
        ? null
        : { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, share: values.OTEL_TRACES_SAMPLER_ARG },
    logLevel: values.LOG_LEVEL,
  };
}

function databaseConfig(values: Values): DatabaseConfig {
  return {
    pooledUrl: values.DATABASE_URL ?? values.DIRECT_URL,
    directUrl: values.DIRECT_URL ?? values.DATABASE_URL,
    pooledPoolSize: values.POOLED_POOL_SIZE,
    realtimePoolSize: values.REALTIME_POOL_SIZE,
    messageWriters: values.MESSAGE_WRITERS,
  };
}

function authConfig(values: Values, dataDir: string): AuthConfig {
  return {
    jwtSecret: values.JWT_SECRET ?? developmentSecret(dataDir),
    jwtSecretPrevious: values.JWT_SECRET_PREVIOUS,
    accessTokenSeconds: values.JWT_EXPIRES_IN,
    refreshTokenSeconds: values.JWT_REFRESH_EXPIRES_IN,
    sessionSeconds: values.SESSION_LIFETIME,
    passwordWords: values.PASSWORD_WORDS,
    jwks:
      values.JWKS_URL !== null && values.JWT_ISSUER !== null && values.JWT_AUDIENCE !== null
        ? { url: values.JWKS_URL, issuer: values.JWT_ISSUER, audience: values.JWT_AUDIENCE }
        : null,
    serviceToken: values.SERVICE_TOKEN,
  };
}

function mailConfig(values: Values): MailConfig | null {
  const { SMTP_URL: smtp, MAIL_FROM: from } = values;
  if (smtp === null || from === null) return null;
  return {
    smtp,
    from,
    bouncesTo: values.MAIL_BOUNCES,
    page: values.MAIL_PAGE,
    appName: values.MAIL_NAME,
    language: values.MAIL_LANGUAGE,
    delayMs: values.MAIL_DELAY,
    pauseMs: values.MAIL_PAUSE,
    perHour: values.MAIL_PER_HOUR,
    rate: values.MAIL_RATE,
  };
}

function webhookConfig(values: Values): WebhookConfig {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secrets, WEBHOOK_EVENTS: types, WEBHOOK_TEXT: text } = values;
  return {
    endpoint: url === null ? null : { url, secrets, types, text },
    logMs: values.WEBHOOK_LOG_DAYS * 86_400_000,
  };
}

function fileConfig(values: Values): FileConfig {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  const { S3_REGION: region, S3_PREFIX: prefix } = values;
  const endpoint = values.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  const s3 =
    bucket === null || accessKeyId === null || secretAccessKey === null
      ? null
      : { bucket, accessKeyId, secretAccessKey, region, prefix, endpoint };
  return { s3, scanner: values.CLAMAV_ADDRESS };
}

function limits(values: Values): Limits {
  return {
    send: values.LIMIT_SEND,
    events: values.LIMIT_EVENTS,
    eventRefusals: values.LIMIT_EVENT_REFUSALS,
    typing: values.LIMIT_TYPING,
    newChats: values.LIMIT_NEW_CHATS,
    search: values.LIMIT_SEARCH,
    disputes: values.LIMIT_DISPUTES,
    evidence: values.LIMIT_EVIDENCE,
    export: values.LIMIT_EXPORT,
    login: values.LIMIT_LOGIN,
    loginAddress: values.LIMIT_LOGIN_ADDRESS,
    handshakes: values.LIMIT_HANDSHAKES,
    handshakeWaitMs: values.LIMIT_HANDSHAKE_WAIT,
    unauthenticatedMs: values.LIMIT_UNAUTHENTICATED,
    connectionsPerUser: values.LIMIT_CONNECTIONS_PER_USER,
    connectionsPerAddress: values.LIMIT_CONNECTIONS_PER_ADDRESS,
    connections: values.LIMIT_CONNECTIONS,
    frameBytes: values.LIMIT_FRAME,
    outboundVolatileBytes: values.LIMIT_OUTBOUND_VOLATILE,
    outboundBytes: values.LIMIT_OUTBOUND,
    outboundStallMs: values.LIMIT_OUTBOUND_STALL,
    statementMs: values.LIMIT_STATEMENT,
    lockMs: values.LIMIT_LOCK,
    idleTransactionMs: values.LIMIT_IDLE_TRANSACTION,
    poolQueue: values.LIMIT_POOL_QUEUE,
    poolWaitMs: values.LIMIT_POOL_WAIT,
    appendQueue: values.LIMIT_APPEND_QUEUE,
    loopLagMs: values.LIMIT_LOOP_LAG,
    imageBytes: values.LIMIT_IMAGE,
    imagePixels: values.LIMIT_IMAGE_PIXELS,
    audioBytes: values.LIMIT_AUDIO,
    documentBytes: values.LIMIT_DOCUMENT,
    openUploads: values.LIMIT_OPEN_UPLOADS,
    uploadsPerDay: values.LIMIT_UPLOADS,
    uploadBytesPerDay: values.LIMIT_UPLOAD_BYTES,
    linkPreviews: values.LIMIT_LINK_PREVIEWS,
  };
}
