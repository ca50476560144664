import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The account that PostgreSQL runs as; `null`: the one that this process has. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root. Then the owner of an existing cluster runs it, else `postgres`, else `nobody`.
 * @param existing a folder that PostgreSQL made earlier, if there is one
 */
export function postgresAccount(existing: string | null): Account {
  if (process.getuid?.() !== 0) return null;
  const known = accounts();
  if (existing !== null) {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return known.find((account) => account.uid === uid) ?? { name: String(uid), uid, gid };
  }
  return (
    known.find(({ name }) => name === 'postgres') ??
    known.find(({ name }) => name === 'nobody') ?? { name: 'nobody', uid: 65_534, gid: 65_534 }
  );
}

function accounts(): { name: string; uid: number; gid: number }[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }));
  } catch (error) {
    // A system without that file has no other accounts either.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether the account can walk to this existing folder: it needs `x` on it and on every folder above. */
export function canEnter(folder: string, account: Account): boolean {
  if (account === null) return true;
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const { mode, uid, gid } = statSync(current);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}
