import type { Client } from 'pg';

/** Those that no constraint needs: they are made faster afterwards than kept up meanwhile. */
const INDEXES = `
  select n.nspname as schema, i.relname as name, pg_get_indexdef(i.oid) as definition
  from pg_index x
  join pg_class i on i.oid = x.indexrelid
  join pg_class t on t.oid = x.indrelid
  join pg_namespace n on n.oid = i.relnamespace
  where n.nspname = any($1::text[]) and t.relkind = 'r' and x.indisvalid
    and not exists (select from pg_constraint k where k.conindid = i.oid)
  order by 1, 2`;

/** Drops them within the transaction. @returns what makes them again, all as they were */
export async function dropIndexes(client: Client, schemas: readonly string[]): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ schema: string; name: string; definition: string }>(INDEXES, [schemas]);
  for (const { schema, name } of rows) {
    await client.query(`drop index ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`);
  }
  return async () => {
    for (const { definition } of rows) await client.query(definition);
  };
}
