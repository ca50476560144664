import { CommandError, unavailable } from '../kernel/errors.js';

/** What kind of failure an error of the database driver is; decides who is told what, and who may try again. */
export type FailureKind =
  /** The connection was lost or never made: if a statement was under way, nobody knows whether it was committed. */
  | 'connection'
  /** The statement was rolled back because of others or of a time-out: nothing was stored. */
  | 'busy'
  /** Rolled back for a conflict of concurrent statements: the same statement may succeed at once. */
  | 'conflict'
  /** The statement itself is at fault: bad data, a broken rule, a mistake in the program. Trying again is no use. */
  | 'statement';

const BUSY = new Set(['57014', '55P03', '25P03', '25006', '57P04']);
/** 26000: the statement ahead of it, which was to prepare it, had failed. */
const CONFLICT = new Set(['40001', '40P01', '26000']);
/**
 * Nothing was stored, and the connection is no use any more: PostgreSQL ended it (25P03, 57P04, 57P05), or it leads to
 * what was the primary until another server took over (25006), and a new one finds the new primary.
 */
const LAST_WORDS = new Set(['25P03', '57P04', '57P05', '25006']);

/** The five characters that PostgreSQL gives every error, or `undefined` for errors that are not PostgreSQL's. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

export type Timeout = 'statement' | 'lock' | 'idle_transaction';
const TIMEOUTS: Readonly<Record<string, Timeout>> = {
  57014: 'statement',
  '55P03': 'lock',
  '25P03': 'idle_transaction',
};

/** Which of the database's time-outs an error is. */
export function timeoutOf(error: unknown): Timeout | null {
  return TIMEOUTS[sqlState(error) ?? ''] ?? null;
}

export function failureKind(error: unknown): FailureKind {
  const state = sqlState(error);
  // `pg` marks its own errors (timeouts, lost sockets) with no SQLSTATE; system errors have codes such as ECONNRESET.
  if (state === undefined) return isProgrammingError(error) ? 'statement' : 'connection';
  if (CONFLICT.has(state) || planIsStale(error)) return 'conflict';
  // 53: out of disk, memory or connections.
  if (BUSY.has(state) || state.startsWith('53')) return 'busy';
  // 08: connection exceptions; 57P01–57P03, 57P05: shutting down, crashed, starting up, idle for too long; 28, 3D: no
  // such account or database.
  if (state.startsWith('08') || /^57P0[1235]$/.test(state) || state.startsWith('28') || state === '3D000')
    return 'connection';
  // Whatever else ends the connection: poolers have words of their own (at Supabase XX000).
  return isFatal(error) ? 'connection' : 'statement';
}

function isFatal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC');
}

function isProgrammingError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

/** Whether the connection that this error came from can go on being used. */
export function connectionIsLost(error: unknown): boolean {
  return failureKind(error) === 'connection' || LAST_WORDS.has(sqlState(error) ?? '');
}

/**
 * A prepared statement whose result has other columns since a migration; nothing was run. PostgreSQL refuses it on this
 * connection for ever.
 */
export function planIsStale(error: unknown): boolean {
  return (
    sqlState(error) === '0A000' &&
    error instanceof Error &&
    'routine' in error &&
    error.routine === 'RevalidateCachedQuery'
  );
}

/** `unavailable` for every failure that is not the statement's own fault; other errors are handed back as they are. */
export function asCommandError(error: unknown): unknown {
  if (error instanceof CommandError) return error;
  switch (failureKind(error)) {
    case 'connection':
      return unavailable('The database cannot be reached at the moment. Please try again.', error);
    case 'busy':
    case 'conflict':
      return unavailable('The database is busy at the moment. Please try again.', error);
    case 'statement':
      return error;
  }
}
