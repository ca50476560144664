import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../config/make-folder.js';
import { DatabaseStartError } from '../start-error.js';
import { type Account, canEnter, postgresAccount } from './account.js';

/** Where root keeps what its own folders hide from PostgreSQL's account. */
const SHELF = '/var/lib/stm-chat';

export interface Locations {
  readonly account: Account;
  /** Ours: password, log, drafts. */
  readonly base: string;
  /** PostgreSQL's data folder, perhaps not made yet. */
  readonly cluster: string;
  readonly password: string;
  readonly log: string;
  /** For programs that have to be copied. */
  readonly shelf: string;
}

/**
 * Decides where the built-in PostgreSQL keeps its data: `DATA_DIR/postgres`, or, when PostgreSQL's account cannot walk
 * there, a folder under /var/lib named by a hash of DATA_DIR. Wherever a cluster already is, it stays: a permission
 * that changes later must never make an empty database appear in place of a full one.
 * @throws when there is a cluster that can no longer be reached
 */
export function locate(dataDir: string): Locations {
  const near = path.join(path.resolve(dataDir), 'postgres');
  const far = path.join(SHELF, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12));
  const existing = [near, far].find((base) => existsSync(clusterIn(base))) ?? null;
  const account = postgresAccount(existing === null ? null : clusterIn(existing));
  if (existing !== null) {
    if (!canEnter(existing, account)) {
      throw new DatabaseStartError(
        `The database in ${existing} cannot be reached by the account "${account?.name ?? ''}" that PostgreSQL runs as: a folder above it lacks permission x for others.`,
      );
    }
    return at(existing, account);
  }
  openFolder(near);
  if (canEnter(near, account)) return at(near, account);
  openFolder(SHELF);
  openFolder(far);
  return at(far, account);
}

function at(base: string, account: Account): Locations {
  return {
    account,
    base,
    cluster: clusterIn(base),
    password: path.join(base, 'password'),
    log: path.join(base, 'server.log'),
    shelf: SHELF,
  };
}

/** A folder that others may walk through, whatever the umask says. */
export function openFolder(folder: string): void {
  makeFolder(folder);
  chmodSync(folder, 0o755);
}

function clusterIn(base: string): string {
  return path.join(base, 'cluster');
}

/** Makes a folder that belongs to PostgreSQL's account and that nobody else can look into. */
export function privateFolder(folder: string, account: Account): string {
  makeFolder(folder, 0o700);
  if (account !== null) chownSync(folder, account.uid, account.gid);
  return folder;
}
