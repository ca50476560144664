import { lookup } from 'node:dns/promises';
import { CommandError } from '../kernel/errors.js';
import { sqlState } from './database-errors.js';

const UNREACHABLE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

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
  const { host, hostname, pathname } = new URL(url);
  const advice = await adviceFor(hostname, reason, resolve);
  return `❌ ${variable}: no connection to ${host}${pathname}: ${reason.message}.${advice === '' ? '' : ` ${advice}`}`;
}

async function adviceFor(hostname: string, reason: Error, resolve: Resolve): Promise<string> {
  const state = sqlState(reason);
  if (state === '28P01' || state === '28000')
    return 'Check the user and the password; special characters are written as %XX.';
  if (state === '3D000') return 'Create that database first, or name another one.';
  if (state === '08P01' && /startup parameter/.test(reason.message)) {
    return 'This is a transaction pooler. DIRECT_URL has to be PostgreSQL itself or a session pooler (at Supabase: port 5432).';
  }
  const code = 'code' in reason ? String(reason.code) : '';
  if (/SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return 'Give the provider’s certificate with sslmode=verify-full&sslrootcert=FILE, or accept any with sslmode=no-verify.';
  }
  if ((UNREACHABLE.has(code) || /timeout/i.test(reason.message)) && (await onlyIpv6(hostname, resolve))) {
    return (
      'This host has only IPv6 addresses, and this machine seems to have none (as at Render). Use the provider’s ' +
      'session-mode pooler instead (at Supabase: the pooler’s host, port 5432).'
    );
  }
  return code === 'ECONNREFUSED' ? 'Nothing listens there: is PostgreSQL running, and is the port right?' : '';
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
