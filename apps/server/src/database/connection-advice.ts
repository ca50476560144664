import { lookup } from 'node:dns/promises';
import { CommandError } from '../kernel/errors.js';
import { sqlState } from './database-errors.js';

const UNREACHABLE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

export const TRANSACTION_POOLER =
  'This is a transaction pooler. DIRECT_URL has to be PostgreSQL itself or a session pooler (at Supabase: port 5432).';

/** Addresses of a name, as the system resolves it. */
type Resolve = (host: string) => Promise<readonly { readonly family: number }[]>;
const resolveAll: Resolve = (host) => lookup(host, { all: true });

/**
 * What an operator reads when a connection cannot be made at start: which one, why, and what usually mends it. The
 * address is named without its password.
 */
export async function connectionAdvice(
  variable: string,
  url: string,
  error: unknown,
  resolve = resolveAll,
): Promise<string> {
  const reason = rootOf(error);
  const address = new URL(url);
  const { host, pathname } = address;
  const advice = await adviceFor(address, reason, resolve);
  return `❌ ${variable}: no connection to ${host}${pathname}: ${reason.message}.${advice === '' ? '' : ` ${advice}`}`;
}

/** PgBouncer gives one SQLSTATE (08P01) to all its refusals, so that only its words tell them apart. */
async function adviceFor(address: URL, reason: Error, resolve: Resolve): Promise<string> {
  const state = sqlState(reason);
  if (
    state === '28P01' ||
    state === '28000' ||
    (state === '08P01' && /authentication|no such user/.test(reason.message))
  )
    return 'Check the user and the password; special characters are written as %XX.';
  if (state === '3D000' || (state === '08P01' && /database/.test(reason.message)))
    return 'Create that database first, or name another one.';
  const parameter = state === '08P01' ? /startup parameter: (\w+)/.exec(reason.message)?.[1] : undefined;
  if (parameter !== undefined) {
    if (address.searchParams.has(parameter)) return `Take ${parameter} out of the address: a pooler refuses it.`;
    return TRANSACTION_POOLER;
  }
  const code = 'code' in reason ? String(reason.code) : '';
  if (/SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return 'Give the provider’s certificate with sslmode=verify-full&sslrootcert=FILE, or accept any with sslmode=no-verify.';
  }
  if ((UNREACHABLE.has(code) || /timeout/i.test(reason.message)) && (await onlyIpv6(address.hostname, resolve))) {
    return (
      'This host has only IPv6 addresses, and this machine seems to have none (as at Render). Use the provider’s ' +
      'session-mode pooler instead (at Supabase: the pooler’s host, port 5432).'
    );
  }
  if (code === 'ECONNREFUSED') return 'Nothing listens there: is PostgreSQL running, and is the port right?';
  return /timeout/i.test(reason.message)
    ? 'It does not answer: a firewall is in between, or it is a pooler that cannot reach its PostgreSQL.'
    : '';
}

async function onlyIpv6(hostname: string, resolve: Resolve): Promise<boolean> {
  if (hostname.startsWith('[')) return true;
  try {
    const addresses = await resolve(hostname);
    return addresses.length > 0 && addresses.every(({ family }) => family === 6);
  } catch {
    // The name is not known at all: that is what the reason says already.
    return false;
  }
}

/** What the driver said, under what callers are told. */
function rootOf(error: unknown): Error {
  const cause = error instanceof CommandError ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0];
  return cause instanceof Error ? cause : new Error(String(cause));
}
