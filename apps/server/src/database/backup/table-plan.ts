import type { Client } from 'pg';
import { BackupError } from './backup-form.js';

export interface PlannedTable {
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly string[];
}

interface CatalogTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly refers: readonly number[];
}

/** Bookkeeping of migrations: the schema is made by them, and not from a backup. */
const NOT_ROWS = new Set(['stm_chat_migrations', 'stm_chat_migrations_lock', 'migrations']);

/** Tables, without those whose rows need not survive a crash (unlogged), and without computed columns. */
const TABLES = `
  select c.oid::int8::text as oid, n.nspname as schema, c.relname as name,
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    array(select k.confrelid::int8::text from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname = any($1::text[])
  order by n.nspname, c.relname`;

/**
 * The tables whose rows make the whole state, in an order in which they can be filled.
 * @param own the schema of the chat; it is `null` in what is returned
 */
export async function plannedTables(client: Client, own: string, others: readonly string[]): Promise<PlannedTable[]> {
  const { rows } = await client.query<{
    oid: string;
    schema: string;
    name: string;
    columns: string[];
    refers: string[];
  }>(TABLES, [[own, ...others]]);
  const tables: CatalogTable[] = rows
    .filter(({ name, columns }) => !NOT_ROWS.has(name) && columns !== null)
    .map((row) => ({ ...row, oid: Number(row.oid), refers: row.refers.map(Number) }));
  return inOrder(tables).map(({ schema, name, columns }) => ({
    schema: schema === own ? null : schema,
    name,
    columns,
  }));
}

/** What is referred to before what refers to it. */
function inOrder(tables: readonly CatalogTable[]): CatalogTable[] {
  const placed = new Set<number>();
  const known = new Set(tables.map(({ oid }) => oid));
  const ordered: CatalogTable[] = [];
  while (ordered.length < tables.length) {
    const next = tables.filter(
      ({ oid, refers }) => !placed.has(oid) && refers.every((other) => placed.has(other) || !known.has(other)),
    );
    if (next.length === 0)
      throw new BackupError('Some tables refer to each other in a circle; none can be filled first.');
    for (const table of next) placed.add(table.oid);
    ordered.push(...next);
  }
  return ordered;
}

export const SEQUENCES = `
  select schemaname as schema, sequencename as name, coalesce(last_value, start_value)::text as last,
    last_value is not null as called
  from pg_sequences where schemaname = any($1::text[]) order by 1, 2`;

export async function schemaOfChat(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>(
    "select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('stm_chat_migrations')",
  );
  const schema = rows[0]?.schema ?? null;
  if (schema === null) throw new BackupError('There is no chat in this database.');
  return schema;
}

/** A name with its schema, as SQL writes it. */
export function qualified(client: Client, schema: string, name: string): string {
  return `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
}
