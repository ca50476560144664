import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { type Locations, privateFolder } from './locations.js';
import { runProgram } from './run-program.js';

/** The account inside the database. */
export const DATABASE_USER = 'stm_chat';
const DRAFT = 'initdb-';
const ABANDONED_AFTER_MS = 10 * 60_000;

/**
 * Makes PostgreSQL's data folder if there is none, and returns the password of `DATABASE_USER`.
 *
 * Safe to be killed between any two lines: the password is written before the cluster that uses it, and `initdb` works
 * in a draft that is renamed when it is whole. Two servers may do it at the same time: one rename wins, the password is
 * the same for both.
 */
export async function ensureCluster(at: Locations, binaries: Binaries): Promise<string> {
  const password = ensurePassword(at.password);
  sweepDrafts(at.base);
  if (!existsSync(at.cluster)) {
    const draft = privateFolder(path.join(at.base, `${DRAFT}${randomBytes(6).toString('hex')}`), at.account);
    try {
      await initialise(draft, password, at.account, binaries);
      renameSync(path.join(draft, 'data'), at.cluster);
    } catch (error) {
      if (!existsSync(at.cluster)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return password;
}

/** The link makes it appear whole, and only once. */
function ensurePassword(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, 'utf8').trim();
}

async function initialise(draft: string, password: string, account: Account, binaries: Binaries): Promise<void> {
  const passwordFile = path.join(draft, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const safety = [
    '--auth=scram-sha-256',
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--data-checksums',
  ];
  await runProgram(binaries.initdb, [`--pgdata=${path.join(draft, 'data')}`, ...locale, ...safety], account);
}

/** A draft of a server that was killed in its first start. One that is younger may be another server's, at work. */
function sweepDrafts(base: string): void {
  for (const name of readdirSync(base)) {
    const draft = path.join(base, name);
    if (!name.startsWith(DRAFT)) continue;
    const made = statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > ABANDONED_AFTER_MS) rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Makes the password of the file the database's, for a cluster whose password file was lost. Works on the data itself,
 * so no server may be running on it.
 */
export async function resetPassword(at: Locations, binaries: Binaries, password: string): Promise<void> {
  await runProgram(
    binaries.postgres,
    ['--single', '-D', at.cluster, 'postgres'],
    at.account,
    `alter role ${DATABASE_USER} password '${password}'\n`,
  );
}
