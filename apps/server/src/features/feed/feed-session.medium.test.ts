import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { databasePerTest } from '../../database/testing/database-per-test.js';
import type { FeedBatch } from './feed.api.js';
import type { FeedPosition } from './feed.mapper.js';
import { type FeedPortion, FeedSession } from './feed-session.js';

const test = databasePerTest();
const { toEnd } = test;

const CHAT = '0190a1b2-0000-7000-8000-000000000001';
const OTHER = '0190a1b2-0000-7000-8000-000000000002';
const EVERYTHING: FeedPortion = { entries: 500, messages: null, wants: null };

const change = (revision: number) => JSON.stringify({ chats: [{ chat: CHAT, revision, kind: 'edit', seq: 1 }] });

async function commit(revision: number): Promise<void> {
  await test.database.pooled.query('insert into feed (payload) values ($1)', [change(revision)]);
}

async function session(): Promise<FeedSession> {
  const opened = await FeedSession.open(test.database);
  toEnd.push(() => opened.close());
  return opened;
}

/** A batch of messages of several chats, as the append writes it: each with its first message, and how many. */
async function append(...chats: readonly (readonly [chat: string, first: number, count: number])[]): Promise<void> {
  await test.database.pooled.query(
    `insert into feed (chat_ids, first_seqs, appended, revisions)
     select array_agg(c ->> 0 order by o)::uuid[], array_agg((c ->> 1)::bigint order by o), array_agg((c ->> 2)::int order by o),
       array_agg(1::bigint) from jsonb_array_elements($1::jsonb) with ordinality as x (c, o)`,
    [JSON.stringify(chats)],
  );
}

/** Messages and changes as everything but the append writes them. */
async function write(...chats: readonly object[]): Promise<void> {
  await test.database.pooled.query('insert into feed (payload) values ($1)', [JSON.stringify({ chats })]);
}

/** What a follower that has passed nothing is given, as soon as all is settled: other tests run transactions too. */
async function batchOf(own: FeedSession, follower: string, portion: Partial<FeedPortion>) {
  const all = (await test.database.pooled.query('select from feed')).length;
  await expect.poll(async () => (await own.read(follower, EVERYTHING)).page?.entries, { timeout: 10_000 }).toBe(all);
  const { page } = await own.read(follower, { ...EVERYTHING, ...portion });
  if (page === null) throw new Error('nothing is ahead');
  return page;
}
const endOf = async (own: FeedSession, follower: string, portion: Partial<FeedPortion>): Promise<FeedPosition> =>
  (await batchOf(own, follower, portion)).end;

describe('what a follower is given', () => {
  it('[GC7] is one range of messages per chat, whatever the form of the entries, and every change in its order', async () => {
    const own = await session();
    await own.name(['a']);
    await append([OTHER, 5, 1], [CHAT, 1, 2]);
    await write(
      { chat: CHAT, revision: 3, kind: 'edit', seq: 1 },
      { chat: CHAT, revision: 4, kind: 'seated', seq: null },
    );
    await write({ chat: CHAT, from: 3, to: 3, revision: 5 });
    await write({ chat: CHAT, revision: 6, kind: 'delete', seq: 2 });
    await append([CHAT, 4, 3]);
    const { entries, batch } = await batchOf(own, 'a', {});
    expect(entries).toBe(5);
    expect(batch).toEqual<FeedBatch>({
      messages: [
        { chatId: CHAT, from: 1, to: 6 },
        { chatId: OTHER, from: 5, to: 5 },
      ],
      changes: [
        { chatId: CHAT, kind: 'edit', seq: 1, revision: 3 },
        { chatId: CHAT, kind: 'seated', seq: null, revision: 4 },
        { chatId: CHAT, kind: 'delete', seq: 2, revision: 6 },
      ],
      since: expect.any(Date) as Date,
    });
    const [first] = await test.database.pooled.query<{ at: Date }>('select at from feed order by xid, id limit 1');
    expect(batch.since).toEqual(first?.at);
  });

  it('is nothing that it does not want, and its mark passes that all the same', async () => {
    const own = await session();
    await own.name(['a', 'b']);
    await append([CHAT, 1, 2]);
    await write({ chat: CHAT, from: 3, to: 3, revision: 3 });
    await commit(4);
    const all = { messages: [{ chatId: CHAT, from: 1, to: 3 }], changes: [] };
    const messages = await batchOf(own, 'a', { wants: 'messages' });
    expect(messages).toMatchObject({ entries: 3, batch: all });
    const changes = await batchOf(own, 'b', { wants: 'changes' });
    expect(changes).toMatchObject({ entries: 3, batch: { messages: [], changes: [{ kind: 'edit', revision: 4 }] } });
    await own.move('a', messages.end);
    expect(await own.read('a', EVERYTHING)).toEqual({ found: 0, page: null });
    // Of the first entry nothing is wanted: the mark moves none the less.
    await own.move('b', await endOf(own, 'b', { wants: 'changes', entries: 1 }));
    expect((await own.read('b', EVERYTHING)).found).toBe(2);
  });

  it('is enough for one go, and no entry more', async () => {
    const own = await session();
    await own.name(['a']);
    for (const first of [1, 101, 201]) await append([CHAT, first, 60], [OTHER, first, 40]);
    for (const revision of [1, 2]) await commit(revision);
    const given = async (portion: Partial<FeedPortion>) => (await batchOf(own, 'a', portion)).entries;
    expect(await given({ messages: 1 })).toBe(1);
    expect(await given({ messages: 100 })).toBe(1);
    expect(await given({ messages: 101 })).toBe(2);
    expect(await given({ messages: 301 })).toBe(4);
    expect(await given({ messages: 1000 })).toBe(5);
    expect(await given({ messages: 200, entries: 1 })).toBe(1);
    expect((await batchOf(own, 'a', { messages: 200 })).batch).toMatchObject({
      messages: [
        { chatId: CHAT, from: 1, to: 160 },
        { chatId: OTHER, from: 1, to: 140 },
      ],
      changes: [],
    });
  });

  it('is found by the key, however many entries are ahead', async () => {
    await (await session()).name(['a']);
    const client = new Client(test.url);
    await client.connect();
    toEnd.push(() => client.end());
    await client.query(
      `insert into feed (chat_ids, first_seqs, appended, revisions)
       select array['${CHAT}']::uuid[], array[i], array[1], array[i] from generate_series(1, 30000) i`,
    );
    await client.query('begin');
    for (let round = 0; round < 10; round += 1)
      await client.query("select * from read_feed('a', 500, 200, true, true)");
    const { rows } = await client.query<{ read: number; fetched: number }>(
      "select seq_tup_read::int as read, idx_tup_fetch::int as fetched from pg_stat_xact_user_tables where relname = 'feed'",
    );
    await client.query('commit');
    // One more than it gives tells the statement that there are enough.
    expect(rows).toEqual([{ read: 0, fetched: expect.toSatisfy((count) => count >= 5000 && count <= 5010) as number }]);
  });
});

describe('pruning', () => {
  const left = async () =>
    (
      await test.database.pooled.query<{ r: number }>(
        "select (payload #>> '{chats,0,revision}')::int as r from feed order by 1",
      )
    ).map(({ r }) => r);

  it('deletes what all followers have passed, and no more', async () => {
    const own = await session();
    await own.name(['fast', 'slow']);
    for (const revision of [1, 2, 3, 4]) await commit(revision);
    const second = await endOf(own, 'slow', { entries: 2 });
    await own.move('fast', await endOf(own, 'fast', { entries: 4 }));
    expect(await own.prune(10)).toBe(0);
    await own.move('slow', second);
    expect(await own.prune(1)).toBe(1);
    expect(await own.prune(10)).toBe(1);
    expect(await left()).toEqual([3, 4]);
  });

  it('keeps everything while nobody follows', async () => {
    await commit(1);
    expect(await (await session()).prune(10)).toBe(0);
    expect(await left()).toEqual([1]);
  });

  it('is not held back by a name that no server has claimed for a week', async () => {
    const own = await session();
    await own.name(['here', 'gone']);
    await commit(1);
    const end = await endOf(own, 'here', { entries: 1 });
    await own.move('here', end);
    await test.database.pooled.query("update feed_followers set seen_at = now() - interval '6 days'");
    expect(await own.forget()).toEqual([]);
    await test.database.pooled.query("update feed_followers set seen_at = now() - interval '8 days'");
    await own.name(['here']);
    expect(await own.forget()).toEqual(['gone']);
    expect(await own.prune(10)).toBe(1);
    await expect(own.move('gone', end)).rejects.toThrow('gone');
  });
});

describe('a database restored into another cluster', () => {
  it('has entries and marks from its future, and nothing of both is lost', async () => {
    const before = await session();
    await before.name(['a']);
    await test.database.pooled.query("insert into feed (xid, payload) values ('9000000000', $1)", [change(1)]);
    await test.database.pooled.query("update feed_followers set xid = '8999999999', id = 1");
    await commit(2);
    expect(await before.read('a', EVERYTHING)).toEqual({ found: 1, page: null });
    const after = await session();
    // What settles waits for every transaction of the cluster, other tests' included.
    const settled = async () => (await after.read('a', EVERYTHING)).page?.entries;
    await expect.poll(settled, { timeout: 10_000 }).toBe(2);
  });
});
