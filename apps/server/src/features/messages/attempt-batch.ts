import { asCommandError, failureKind, sqlState } from '../../database/database-errors.js';
import { invalid, unavailable } from '../../kernel/errors.js';
import type { RowResult } from './append-batch.js';
import type { PendingAppend } from './pending-append.js';

/** Sends these rows in one statement. @throws what `pg` throws */
export type Send = (rows: readonly PendingAppend[]) => Promise<readonly RowResult[]>;

const CONNECTION_TRIES = 2;
const CONFLICT_TRIES = 4;
const BAD_DATA = '22';

/**
 * Gets a batch into the database, or finds out which of its rows cannot be. Never throws: a failure is a result.
 *
 * - The connection is lost before the answer: nobody knows whether the batch was committed. It is sent again, which is
 *   safe, because a row that is there already is recognised (by its client key, else by its own id).
 * - Serialisation failures and deadlocks: the batch was rolled back, and is sent again.
 * - Time-outs, a full disk: rolled back; the senders are told to try again.
 * - Anything else is the fault of some row: the batch is halved until that row stands alone, and fails alone.
 */
export async function attemptBatch(rows: readonly PendingAppend[], send: Send): Promise<readonly RowResult[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(rows);
    } catch (error) {
      switch (failureKind(error)) {
        case 'connection':
          for (const row of rows) row.sentBefore = true;
          if (tries < CONNECTION_TRIES) continue;
          return all(rows, { kind: 'failed', error: unknownOutcome(error), unreachable: true });
        case 'conflict':
          if (tries < CONFLICT_TRIES) continue;
          return notStored(rows, error);
        case 'busy':
          return notStored(rows, error);
        case 'statement':
          if (rows.length === 1) return all(rows, { kind: 'failed', error: rowFault(error), unreachable: false });
      }
      const half = Math.ceil(rows.length / 2);
      const first = await attemptBatch(rows.slice(0, half), send);
      return [...first, ...(await attemptBatch(rows.slice(half), send))];
    }
  }
}

function all(rows: readonly PendingAppend[], result: RowResult): RowResult[] {
  return rows.map(() => result);
}

/** Not by this try; an earlier one whose answer was lost may have stored a row. */
function notStored(rows: readonly PendingAppend[], error: unknown): RowResult[] {
  return rows.map(({ sentBefore }) => ({
    kind: 'failed',
    error: sentBefore ? unknownOutcome(error) : asCommandError(error),
    unreachable: false,
  }));
}

function unknownOutcome(error: unknown): Error {
  return unavailable('It is not known whether the message was stored. Send it again with the same client_id.', error);
}

function rowFault(error: unknown): unknown {
  return sqlState(error)?.startsWith(BAD_DATA) === true ? invalid('message', 'cannot be stored') : error;
}
