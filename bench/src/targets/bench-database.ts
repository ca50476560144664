import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgres } from '@stm-chat/server/embedded-postgres';
import pg from 'pg';
import { chatOf, customerOf, providerOf } from './target.js';

/** One PostgreSQL for all targets of a run, as the server itself starts it: durable, checksums on. */
export interface BenchDatabase {
  readonly pid: number;
  /** A database in it: empty, but for what an earlier run left in a folder that is kept. */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param kept its folder, for a run that is to find what it left there; by default a new one, removed at the end */
export async function startBenchDatabase(
  settings: Record<string, string> = {},
  kept: string | null = null,
): Promise<BenchDatabase> {
  const folder = kept ?? (await mkdtemp(path.join(tmpdir(), 'stm-chat-bench-')));
  const quiet = () => undefined;
  const postgres = await EmbeddedPostgres.start({
    dataDir: folder,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    settings: { shared_buffers: '512MB', max_connections: '100', max_wal_size: '4GB', ...settings },
  });
  return {
    get pid() {
      return postgres.pid;
    },
    async create(name) {
      const [there] = await query(postgres.url, 'select from pg_database where datname = $1', [name]);
      if (there === undefined) await query(postgres.url, `create database ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await postgres.stop();
      if (kept !== null) return;
      // The cluster may be elsewhere: where PostgreSQL's own account can reach it.
      for (const made of [postgres.folder, folder]) await rm(made, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function query<R extends object>(url: string, text: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<R>(text, values);
    return rows;
  } finally {
    await client.end();
  }
}

/** The pairs' users and chats in our schema, as the API would make them. */
export async function seedChats(url: string, pairs: number): Promise<void> {
  await query(
    url,
    `with p as (select * from unnest($1::uuid[], $2::int[], $3::int[]) as p(chat, customer, provider)),
     u as (insert into users (id, name, role)
           select customer, 'customer ' || customer, 'customer' from p union all
           select provider, 'provider ' || provider, 'provider' from p returning id),
     c as (insert into chats (id, job_id, subject, customer_id, provider_id, created_by)
           select chat, 'job ' || customer, 'a job', customer, provider, 0 from p returning id)
     insert into chat_members (user_id, chat_id, role, solo)
     select customer, chat, 1, true from p union all select provider, chat, 2, true from p`,
    pairLists(pairs),
  );
}

/** The same pairs in the tables of the plain design. */
export async function seedPlain(url: string, pairs: number): Promise<void> {
  await query(
    url,
    `create table plain_chats (id uuid primary key, customer_id int not null, provider_id int not null);
     create table plain_messages (id uuid primary key, chat_id uuid not null references plain_chats (id), sender_type text not null,
       sender_id int not null, message text not null, message_type text not null, created_at timestamptz not null default now());
     create index plain_messages_chat on plain_messages (chat_id, created_at)`,
  );
  await query(url, 'insert into plain_chats select * from unnest($1::uuid[], $2::int[], $3::int[])', pairLists(pairs));
}

function pairLists(pairs: number): unknown[] {
  const numbers = Array.from({ length: pairs }, (_, pair) => pair);
  return [numbers.map(chatOf), numbers.map(customerOf), numbers.map(providerOf)];
}
