import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../database/backup/backup-form.js';
import { knownMigrations, migrate } from '../database/migrate.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { startTestServer, type TestServer, type TestUser } from '../testing/test-server.js';
import { stmChatProgram } from './stm-chat-program.js';

let folder: string;
let server: TestServer;
let target: TestDatabase;
let customer: TestUser;
let provider: TestUser;
const chats: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-backup-'));
  server = await startTestServer({ DATA_DIR: path.join(folder, 'data') });
  target = await createTestDatabase();
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
});
afterAll(async () => {
  await server.close();
  await target.drop();
  await rm(folder, { recursive: true, force: true });
});

async function run(line: string, env: NodeJS.ProcessEnv) {
  const said: string[] = [];
  const complaints: string[] = [];
  const code = await stmChatProgram(line.split(' '), {
    env: { DATA_DIR: path.join(folder, 'data'), ...env },
    say: (text) => void said.push(text),
    // The tests' PostgreSQL does not wait for the disk, and is warned of that.
    complain: (text) => void (text.includes('fsync off') || complaints.push(text)),
  });
  return { code, said: said.join('\n'), complaints: complaints.join('\n') };
}
const urlOf = async (of: TestServer): Promise<string> => {
  const [row] = await of.database.pooled.query<{ name: string }>('select current_database() as name');
  const url = new URL(target.url);
  url.pathname = `/${row?.name}`;
  return url.href;
};
const say = (chatId: string, message: string, from = customer, at = server) =>
  at.rest(from.token, 'POST', `/api/chat/${chatId}/messages`, { message });
/** Everything that both of them can read, as the server tells it. */
const everything = async (at: TestServer) => {
  const read: Record<string, unknown> = {};
  for (const user of [customer, provider]) {
    const list = await at.rest(user.token, 'GET', '/api/chat');
    read[`list of ${user.role}`] = list.body.chats.map((chat: Record<string, unknown>) => ({ ...chat, members: 0 }));
    for (const chatId of chats) {
      const { body } = await at.rest(user.token, 'GET', `/api/chat/${chatId}/messages?limit=200`);
      read[`${chatId} of ${user.role}`] = body;
    }
  }
  return read;
};
/** On a connection that is not a server's. */
const rows = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('[OP20] a backup', () => {
  it('is restored: everything that was committed, its numbers and its work; clients are told to ask anew', async () => {
    for (const job of ['a', 'b', 'c']) chats.push(await server.chat(customer, provider, `backup-${job}`));
    const [first = '', second = ''] = chats;
    for (let n = 1; n <= 30; n += 1) await say(first, `Tab\tline\nback\\slash ünïcödé ${n} \\N`);
    const spoken = await say(second, 'to be changed');
    await server.rest(provider.token, 'POST', `/api/chat/${first}/read`, { seq: 12 });
    const socket = await server.socket(customer.token);
    await socket.call('edit_message', { chatId: second, messageId: spoken.body.id, message: 'changed' });
    await socket.call('react', { chatId: second, messageId: spoken.body.id, emoji: '👍', active: true });
    await server.database.realtime.query(
      `select stm_chat_jobs.add_job('dispute_deadline', '{}'::json, run_at => now() + interval '1 day')`,
    );
    const before = await everything(server);
    const source = await urlOf(server);

    const made = await run(`backup ${folder}/one`, { DATABASE_URL: source });
    expect(made).toMatchObject({ code: 0, complaints: '' });
    // Somebody saw more than what was kept.
    const later = await say(first, 'after the backup');
    const { revision } = (await server.rest(customer.token, 'GET', `/api/chat/${first}`)).body;
    const { epoch } = await socket.event('connected');

    const restored = await run(`restore ${folder}/one`, { DATABASE_URL: target.url });
    expect(restored).toMatchObject({ code: 0, complaints: '' });
    const other = await startTestServer({ DATABASE_URL: target.url });
    try {
      expect(await everything(other)).toEqual(before);
      const again = await other.socket(customer.token);
      expect((await again.event('connected')).epoch).not.toBe(epoch);
      const answer = await again.call('sync', { epoch, chats: [{ chatId: first, revision }] });
      expect(answer.chats[0]).toMatchObject({ chatId: first, reset: true });
      // Its numbers go on; what was lost is sent again by its outbox, and is stored once.
      const sent = { message: 'after the backup', client_id: 'outbox-1' };
      const once = await other.rest(customer.token, 'POST', `/api/chat/${first}/messages`, sent);
      expect(once.body.seq).toBe(later.body.seq);
      expect((await other.rest(customer.token, 'POST', `/api/chat/${first}/messages`, sent)).body.id).toBe(
        once.body.id,
      );
      expect(
        await rows(
          target.url,
          `select task_identifier from stm_chat_jobs.jobs where run_at > now() + interval '1 hour'`,
        ),
      ).toEqual([{ task_identifier: 'dispute_deadline' }]);
      expect(await rows(target.url, `select action, target from audit order by id desc limit 1`)).toEqual([
        { action: 'restore', target: 'database' },
      ]);
      // Whoever was not told of a message before is told now, once: the followers go on where they were.
      await expect
        .poll(async () => (await other.rest(provider.token, 'GET', '/api/notifications')).body.notifications)
        .toContainEqual(expect.objectContaining({ chatId: first, count: expect.any(Number) }));
      const found = async () => (await other.rest(customer.token, 'GET', '/api/search?q=ünïcödé')).body.results.length;
      await expect.poll(found).toBeGreaterThan(0);
    } finally {
      await other.close();
    }
  });

  it('that lost or changed a byte is refused, and the database stays as it was', async () => {
    const { tables } = await readManifest(`${folder}/one`);
    const piece = tables.find(({ name }) => name === 'messages')?.pieces[0]?.file ?? '';
    const whole = await readFile(path.join(folder, 'one', piece));
    const flipped = Buffer.from(whole);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    const empty = await createTestDatabase();
    try {
      for (const bytes of [flipped, whole.subarray(1)]) {
        await writeFile(path.join(folder, 'one', piece), bytes);
        const refused = await run(`restore ${folder}/one`, { DATABASE_URL: empty.url });
        expect(refused).toMatchObject({ code: 1, complaints: expect.stringContaining('damaged') });
        expect(await rows(empty.url, 'select id from users')).toEqual([]);
      }
      await writeFile(path.join(folder, 'one', piece), whole);
      const manifest = path.join(folder, 'one', 'manifest.json');
      const text = await readFile(manifest, 'utf8');
      await writeFile(manifest, text.replace('"rows": ', '"rows": 1'));
      expect(await run(`restore ${folder}/one`, { DATABASE_URL: empty.url })).toMatchObject({ code: 1 });
      await writeFile(manifest, text);
      expect(await run(`restore ${folder}/one`, { DATABASE_URL: empty.url })).toMatchObject({ code: 0 });
    } finally {
      await empty.drop();
    }
  });

  it('is not put over what is there, nor under a running server', async () => {
    const source = await urlOf(server);
    expect((await run(`restore ${folder}/one`, { DATABASE_URL: source })).complaints).toContain('Stop every server');
    expect((await run(`restore ${folder}/one`, { DATABASE_URL: target.url })).complaints).toContain('--replace');
    expect(await run(`restore ${folder}/one --replace`, { DATABASE_URL: target.url })).toMatchObject({ code: 0 });
    expect((await run(`backup ${folder}/one`, { DATABASE_URL: source })).complaints).toContain('not empty');
    expect((await run(`restore ${folder}/none`, { DATABASE_URL: source })).complaints).toContain('no backup');
  });

  it('of an older version is filled in as it was, and brought to this version afterwards', async () => {
    const [old, empty] = [await createEmptyDatabase(), await createEmptyDatabase()];
    try {
      await migrate(old.url, { upTo: '0061_evidence' });
      await rows(old.url, `insert into users (id, name, role) values (7, 'Olga', 'customer')`);
      expect(await run(`backup ${folder}/old`, { DATABASE_URL: old.url })).toMatchObject({ code: 0, complaints: '' });
      expect((await run(`restore ${folder}/old`, { DATABASE_URL: target.url })).complaints).toContain('--replace');
      expect((await run(`restore ${folder}/old --replace`, { DATABASE_URL: target.url })).complaints).toContain(
        'another version',
      );
      expect(await run(`restore ${folder}/old`, { DATABASE_URL: empty.url })).toMatchObject({
        code: 0,
        complaints: '',
      });
      const [found] = await rows(
        empty.url,
        `select name, (select count(*)::int from attachments) as files
         from users where id = 7`,
      );
      expect(found).toMatchObject({ name: 'Olga', files: 0 });
      const last = await rows(empty.url, 'select max(name) as name from stm_chat_migrations');
      expect(last[0]?.['name']).toBe((await knownMigrations()).at(-1));
    } finally {
      await old.drop();
      await empty.drop();
    }
  });

  it('that was not finished is none', async () => {
    await run(`backup ${folder}/two`, { DATABASE_URL: await urlOf(server) });
    await rm(`${folder}/two/manifest.json`);
    expect((await run(`restore ${folder}/two`, { DATABASE_URL: target.url })).complaints).toContain('not finished');
  });

  it('says what it does not understand', async () => {
    for (const line of ['bakcup x', 'backup', 'restore a b', 'backup --all x'])
      expect(await run(line, {})).toMatchObject({ code: 2, said: '' });
    expect((await run('help', {})).said).toContain('restore FOLDER');
  });
});
