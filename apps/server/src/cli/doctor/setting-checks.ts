import type { Config, Limits } from '../../config/config.js';
import { type Finding, good, warning } from './finding.js';

/** Limits without which a single client can harm the others, by their variable. */
const GUARDS = {
  LIMIT_LOGIN: 'login',
  LIMIT_LOGIN_ADDRESS: 'loginAddress',
  LIMIT_HANDSHAKES: 'handshakes',
  LIMIT_EVENTS: 'events',
  LIMIT_SEND: 'send',
  LIMIT_CONNECTIONS_PER_ADDRESS: 'connectionsPerAddress',
  LIMIT_STATEMENT: 'statementMs',
  LIMIT_OUTBOUND: 'outboundBytes',
} as const satisfies Record<string, keyof Limits>;

/** What the settings alone tell: each of them is allowed, and some of them together do not do what one hopes for. */
export function checkSettings(config: Config): readonly Finding[] {
  const { server } = config;
  if (!server.production) {
    return [
      warning(
        'NODE_ENV is not production: weak secrets pass, pages of this machine may use the server, and there may be demo accounts.',
        'Set NODE_ENV=production wherever others can reach it.',
      ),
    ];
  }
  const found = [...addresses(config), ...stores(config), ...guards(config.limits)];
  return found.length === 0 ? [good('The settings fit each other.')] : found;
}

function addresses({ server, auth }: Config): Finding[] {
  const found: Finding[] = [];
  if (server.publicUrl?.startsWith('http:') === true) {
    found.push(
      warning(
        `PUBLIC_URL ${server.publicUrl} is not https: browsers keep no session cookie, and passwords travel in plain.`,
        'Put a proxy with a certificate in front, and set PUBLIC_URL to its https address.',
      ),
    );
  }
  const plain = server.frontendOrigins.filter((origin) => origin.startsWith('http:'));
  if (plain.length > 0) {
    found.push(warning(`FRONTEND_URL names ${plain.join(', ')} without https.`, 'Name the https origins alone.'));
  }
  if (server.trustProxy === 0) {
    found.push(
      warning(
        'TRUST_PROXY is 0: behind a proxy all clients count as one address, and its limits shut everybody out at once.',
        'Set TRUST_PROXY to the number of proxies in front (Render, nginx, an ingress: 1), or leave it where there is none.',
      ),
    );
  }
  if (auth.jwks?.url.startsWith('http:') === true) {
    found.push(
      warning('JWKS_URL is not https: whoever is in between can make tokens for anybody.', 'Use the https address.'),
    );
  }
  return found;
}

function stores({ server, database, redis, files, disputes }: Config): Finding[] {
  const found: Finding[] = [];
  if (database.directUrl === null) {
    found.push(
      warning(
        `No DIRECT_URL: the built-in PostgreSQL is used, with its data under ${server.dataDir}.`,
        'Back it up (`npm run stm-chat -- backup FOLDER`), or set DATABASE_URL and DIRECT_URL to one that is looked after.',
      ),
    );
  }
  if (redis.url !== null && files.s3 === null) {
    found.push(
      warning(
        'REDIS_URL is set and S3_BUCKET is not: what is uploaded through one server is not found by the others.',
        `Set S3_*, or let all servers share one disk as ${server.dataDir}.`,
      ),
    );
  }
  if (disputes.evidenceKey() === null) {
    found.push(
      warning(
        'EVIDENCE_KEY is not set: disputes have no signed evidence, and the audit is sealed without a signature.',
        'Make one with `openssl genpkey -algorithm ed25519`, set it, and keep a copy elsewhere.',
      ),
    );
  }
  return found;
}

function guards(limits: Limits): Finding[] {
  const off = Object.entries(GUARDS)
    .filter(([, limit]) => limits[limit] === null)
    .map(([name]) => name);
  return off.length === 0
    ? []
    : [warning(`Switched off: ${off.join(', ')}.`, 'Take them out of the environment: the defaults let people work.')];
}
