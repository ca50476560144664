import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '../../kernel/logger.js';
import { sqlState } from '../database-errors.js';
import { DatabaseStartError } from '../start-error.js';
import type { Binaries } from './binaries.js';
import { DATABASE_USER, resetPassword } from './cluster.js';
import type { Locations } from './locations.js';
import {
  endPostmaster,
  freePort,
  isPostmaster,
  readPostmaster,
  removeStaleLock,
  startPostmaster,
} from './postmaster.js';

export interface Ground {
  readonly at: Locations;
  readonly binaries: Binaries;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly logger: Logger;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
  /** It was running already: a server that was killed left it, or another server on the same DATA_DIR has it. */
  readonly adopted: boolean;
}

const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;
/** What PostgreSQL's log says when the traces of the last run are not gone yet (or another server is just starting it). */
const NOT_YET = /lock file|already in use|still in use|already exists/;
const PORT_TAKEN = /could not bind|Address already in use/;
const WRONG_PASSWORD = '28P01';

/**
 * Makes sure that PostgreSQL runs on the cluster and accepts our password: takes over one that runs, waits for one that
 * is starting or ending, ends one that does not answer, starts one where there is none.
 * @param port the port that it must have, or `null` for any free one
 */
export async function ensureRunning(ground: Ground, port: number | null): Promise<Running> {
  let until = Date.now() + PATIENCE_MS;
  let ended = false;
  for (;;) {
    const found = readPostmaster(ground.at.cluster);
    if (found === null || !isPostmaster(found.pid, ground.at.cluster)) {
      if (found !== null) removeStaleLock(ground.at.cluster);
      const running = await startOrExplain(ground, port, until);
      if (running !== null) return running;
    } else {
      const answer = found.port === null ? 'not yet' : await knock(found.port, ground.password);
      if (answer === 'welcome' && found.port !== null) return { pid: found.pid, port: found.port, adopted: true };
      const late = Date.now() > until;
      if (answer === 'wrong password' || (late && !ended)) {
        ground.logger.warn({ pid: found.pid, answer }, 'ending a PostgreSQL that does not answer');
        await endPostmaster(found.pid, ground.at.cluster);
        if (answer === 'wrong password') await resetPassword(ground.at, ground.binaries, ground.password);
        ended = true;
        until = Date.now() + PATIENCE_MS;
      } else if (late) {
        throw new DatabaseStartError(
          `The PostgreSQL of ${ground.at.cluster} (process ${found.pid}) runs, but takes no connections.`,
        );
      }
    }
    await wait(PAUSE_MS);
  }
}

/** `null`: something of the last run is still in the way; try again. */
async function startOrExplain(ground: Ground, port: number | null, until: number): Promise<Running | null> {
  const chosen = port ?? (await freePort());
  try {
    const pid = await startPostmaster(ground.at, ground.binaries, chosen, ground.settings);
    // A cluster whose password file was lost starts well and refuses us: the next round finds that out.
    return (await knock(chosen, ground.password)) === 'welcome' ? { pid, port: chosen, adopted: false } : null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if ((NOT_YET.test(message) || PORT_TAKEN.test(message)) && Date.now() < until) return null;
    throw error;
  }
}

async function knock(port: number, password: string): Promise<'welcome' | 'wrong password' | 'not yet'> {
  const client = new Client({ ...address(port, password, 'postgres'), connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // what matters comes from connect() below
  try {
    await client.connect();
    await client.end();
    return 'welcome';
  } catch (error) {
    return sqlState(error) === WRONG_PASSWORD ? 'wrong password' : 'not yet';
  }
}

export function address(port: number, password: string, database: string) {
  return { host: '127.0.0.1', port, user: DATABASE_USER, password, database };
}
