import type { Client } from 'pg';
import type { BackupSequence, Manifest } from './backup-form.js';
import { qualified } from './table-plan.js';

/** Numbers go on where they were. */
export async function setSequences(client: Client, own: string, sequences: readonly BackupSequence[]): Promise<void> {
  for (const { schema, name, last, called } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      qualified(client, schema ?? own, name),
      last,
      called,
    ]);
  }
}

/**
 * Another cluster numbers its transactions anew. The feed's entries get the number of this one, in the order in which
 * they were, and each follower's mark stays behind the entry that it had passed: nothing is done twice or left out.
 */
export async function moveFeed(client: Client, own: string): Promise<void> {
  const feed = qualified(client, own, 'feed');
  const followers = qualified(client, own, 'feed_followers');
  const { rows } = await client.query<{ columns: string[] }>(
    `select array_agg(attname::text) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname not in ('xid', 'id')`,
    [feed],
  );
  const others = (rows[0]?.columns ?? []).map((column) => client.escapeIdentifier(column)).join(', ');
  await client.query(`
    create temporary table feed_as_it_was on commit drop as
      select *, row_number() over (order by xid, id) as place from ${feed};
    update ${followers} f set xid = pg_current_xact_id(),
      id = coalesce((select max(e.place) from feed_as_it_was e where (e.xid, e.id) <= (f.xid, f.id)), 0);
    delete from ${feed};
    insert into ${feed} (xid, id, ${others}) overriding system value
      select pg_current_xact_id(), place, ${others} from feed_as_it_was;
    select setval(pg_get_serial_sequence('${feed}', 'id'), greatest(max(id), 1)) from ${feed}`);
}

/** Who was at work on them is gone. */
export async function releaseJobs(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select distinct table_name as table from information_schema.columns
     where table_schema = $1 and column_name = 'locked_by' and table_name like '\\_private\\_%'`,
    [schema],
  );
  for (const { table } of rows) {
    await client.query(`update ${qualified(client, schema, table)} set locked_at = null, locked_by = null`);
  }
}

/** Clients that have seen more than this learn by the epoch that they have to ask anew (SY9); the audit keeps it. */
export async function newEpoch(client: Client, own: string, { takenAt, epoch }: Manifest): Promise<void> {
  await client.query(`update ${qualified(client, own, 'server_state')} set epoch = gen_random_uuid()`);
  await client.query(
    `insert into ${qualified(client, own, 'audit')} (actor, action, target, details) values (0, 'restore', 'database', $1)`,
    [JSON.stringify({ taken_at: takenAt, epoch })],
  );
}
