import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Database } from '../../database/database.js';
import type { AuditEntry } from './audit.api.js';
import { AuditCheck, type AuditLine, type AuditState, type Seal } from './audit-chain.rules.js';

/** The statements write the hashed texts themselves, and call no function: that may have been changed as well. */
const TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const SEALS = `
  select number, upto, previous, hash, signature, jsonb_build_array(
    number, to_char(at at time zone 'UTC', ${TIME}), upto, entries)::text as text
  from audit_seals where number > $1::bigint order by number limit 100`;
const LINES = `
  select id, jsonb_build_array(
    id, to_char(at at time zone 'UTC', ${TIME}), actor, action, target, details)::text as text
  from audit where id > $1::bigint and id <= $2::bigint order by id`;

/** Whether the audit is what was sealed. @param keys public keys in PEM of those who may have signed */
export async function checkAudit(database: Database, keys: readonly string[]): Promise<AuditState> {
  const check = new AuditCheck(keys.map((pem): KeyObject => createPublicKey(pem)));
  // Below every number that a row may have: one that somebody put before the first is covered too.
  let upto = Number.MIN_SAFE_INTEGER;
  for (let number = 0; ;) {
    const seals = await database.realtime.query<Seal>(SEALS, [number]);
    for (const seal of seals) {
      check.seal(seal, await database.realtime.query<AuditLine>(LINES, [upto, seal.upto]));
      ({ number, upto } = seal);
    }
    if (seals.length === 0) break;
  }
  const [rest] = await database.realtime.query<{ open: number }>(
    'select count(*) as open from audit where id > $1::bigint',
    [upto],
  );
  return check.end(rest?.open ?? 0);
}

/** Whether a seal with this hash is among them: one that was written down elsewhere. */
export async function hasSeal(database: Database, hash: string): Promise<boolean> {
  const rows = await database.realtime.query('select from audit_seals where hash = $1', [Buffer.from(hash, 'hex')]);
  return rows.length > 0;
}

export function readEntries(database: Database, before: number | null, limit: number): Promise<AuditEntry[]> {
  return database.pooled.query<AuditEntry>(
    `select id, at, actor, action, target, details, id <= coalesce((select max(upto) from audit_seals), 0) as sealed
     from audit where $1::bigint is null or id < $1::bigint order by id desc limit $2::int`,
    [before, limit],
  );
}
