import type { Database } from '../../database/database.js';

export interface NextSeal {
  readonly number: number;
  readonly at: Date;
  readonly upto: number;
  readonly entries: number;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

/** The seal of what is not sealed yet; undefined when there is nothing. Nothing is written: see `functions/audit.sql`. */
export async function nextSeal(database: Database): Promise<NextSeal | undefined> {
  const [seal] = await database.realtime.query<NextSeal>('select * from next_seal()', []);
  return seal;
}

/** @returns false when another server wrote this number meanwhile */
export async function writeSeal(database: Database, seal: NextSeal, signature: Buffer | null): Promise<boolean> {
  const { number, at, upto, entries, previous, hash } = seal;
  const rows = await database.realtime.query(
    `insert into audit_seals (number, at, upto, entries, previous, hash, signature)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (number) do nothing returning number`,
    [number, at, upto, entries, previous, hash, signature],
  );
  return rows.length > 0;
}

/** @param actorId 0 for the host platform */
export async function writeLook(database: Database, actorId: number, look: string, target: string): Promise<void> {
  await database.realtime.query('insert into audit (actor, action, target) values ($1::int, $2, $3)', [
    actorId,
    look,
    target,
  ]);
}
