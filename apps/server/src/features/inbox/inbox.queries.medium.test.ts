import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import * as chats from '../chats/chats.repository.js';
import { type PageRow, readActivities, readPage, readSummaries } from './inbox.queries.js';
import type { PageCursor } from './page-cursor.rules.js';

const CUSTOMER = 1;
const PROVIDERS = [2, 4, 5];
const LSM = 3;

let test: TestDatabase;
let jobs = 0;

const query = <R extends object>(text: string, values: unknown[]) => test.database.realtime.query<R>(text, values);

async function openChat(providerId = 2, customerId = CUSTOMER): Promise<string> {
  const chat = { jobId: `job ${++jobs}`, subject: 'Tap', job: null, customerId, providerId };
  const id = randomUUID();
  await chats.openChat(test.database, id, chat, { userId: 0, administrative: false });
  return id;
}

const send = (chatId: string, senderId: number, text = 'hello') =>
  query(
    `select status from append_messages(array[$1::uuid], true, false, array[$1::uuid], array[$2::uuid], array[$3::int],
      array[0::smallint], array[null::text], array[null::uuid], array[$4], array[null::uuid], array[false])`,
    [chatId, randomUUID(), senderId, text],
  );

const markRead = (chatId: string, userId: number, seq: number) =>
  query(
    `insert into receipts (chat_id, user_id, read_seq, read_at) values ($1, $2, $3, now())
     on conflict (chat_id, user_id) do update set read_seq = greatest(receipts.read_seq, excluded.read_seq)`,
    [chatId, userId, seq],
  );

const recount = async (chatId: string, userId: number) => {
  const [row] = await query<{ n: number }>(
    `select count(*)::int as n from messages m
     where m.chat_id = $1 and m.sender_id not in (0, $2) and m.deleted_at is null
       and m.seq > coalesce((select read_seq from receipts where chat_id = $1 and user_id = $2), 0)`,
    [chatId, userId],
  );
  return row?.n;
};

beforeAll(async () => {
  test = await createTestDatabase({ statementMs: null });
  const users = [
    { id: CUSTOMER, role: 'customer' as const, name: 'Cleo' },
    ...PROVIDERS.map((id) => ({ id, role: 'provider' as const, name: `Provider ${id}` })),
    { id: LSM, role: 'lsm' as const, name: 'Lina' },
  ];
  await test.database.pooled.insertInto('users').values(users).execute();
});
afterAll(() => test.drop());

describe('a summary', () => {
  it('[CH2] is the chat as its member sees it, with the receipts of all members', async () => {
    const chatId = await openChat();
    await send(chatId, CUSTOMER);
    await send(chatId, 2);
    await send(chatId, 2);
    await markRead(chatId, CUSTOMER, 2);
    const rows = await readSummaries(test.database, [
      { chatId, userId: CUSTOMER },
      { chatId, userId: 2 },
      { chatId, userId: LSM },
      { chatId: randomUUID(), userId: CUSTOMER },
    ]);
    expect(rows).toHaveLength(2);
    const mine = rows.find(({ user_id }) => user_id === CUSTOMER);
    expect(mine).toMatchObject({
      id: chatId,
      last_seq: 3,
      revision: 4,
      read_seq: 2,
      unread: 1,
      status: 0,
      parent_id: null,
    });
    expect(mine?.members).toEqual([
      { user_id: 1, role: 1, name: 'Cleo', read_seq: 2, read_ms: expect.any(Number), delivered_seq: 0, seen_ms: null },
      { user_id: 2, role: 2, name: 'Provider 2', read_seq: 0, read_ms: null, delivered_seq: 0, seen_ms: null },
    ]);
    expect(rows.find(({ user_id }) => user_id === 2)).toMatchObject({ read_seq: 0, unread: 1 });
    const activities = await readActivities(test.database, [
      { chatId, userId: 2 },
      { chatId, userId: LSM },
    ]);
    expect(activities).toEqual([{ chat_id: chatId, user_id: 2, last_seq: 3, revision: 4, unread: 1, lsm_id: null }]);
  });

  it('[UN1][UN2][UN3] counts as unread what a recount counts, after any mixture of steps', async () => {
    const chatId = await openChat();
    let seed = 20_260_301;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    let provider = 2;
    let lsm = false;
    for (let step = 0; step < 250; step++) {
      const members = [CUSTOMER, provider, ...(lsm ? [LSM] : [])];
      const someone = members[random(members.length)] ?? CUSTOMER;
      const [tip] = await query<{ last_seq: number }>('select last_seq from chats where id = $1', [chatId]);
      const seq = random((tip?.last_seq ?? 0) + 1);
      switch (random(8)) {
        case 0:
          await markRead(chatId, someone, seq);
          break;
        case 1:
          await query(
            "update messages set deleted_at = now(), message = '' where chat_id = $1 and seq = $2 and sender_id > 0",
            [chatId, seq],
          );
          break;
        case 2: {
          if (random(4) > 0) break;
          await chats.removeMember(test.database, 0, randomUUID(), chatId, provider);
          provider = PROVIDERS[random(PROVIDERS.length)] ?? 2;
          await chats.addMember(test.database, 0, randomUUID(), chatId, provider, 'provider');
          break;
        }
        case 3:
          if (lsm) await chats.removeMember(test.database, 0, randomUUID(), chatId, LSM);
          else await chats.addMember(test.database, 0, randomUUID(), chatId, LSM, 'lsm');
          lsm = !lsm;
          break;
        default:
          await send(chatId, someone);
      }
      const now = [CUSTOMER, provider, ...(lsm ? [LSM] : [])].map((userId) => ({ chatId, userId }));
      const rows = await readActivities(test.database, now);
      expect(rows).toHaveLength(now.length);
      for (const { user_id, unread } of rows)
        expect([step, user_id, unread]).toEqual([step, user_id, await recount(chatId, user_id)]);
    }
  });
});

describe('the list', () => {
  const page = (userId: number, limit: number, after: PageCursor | null = null) =>
    readPage(test.database, userId, limit, after);
  const cursorAfter = (rows: readonly PageRow[], first: readonly PageRow[] = rows): PageCursor => {
    const last = rows.at(-1);
    if (last === undefined || first[0] === undefined) throw new Error('an empty page');
    return { at: last.at, chatId: last.id, asOf: first[0].read_at };
  };

  it('[CH1][CM9] has every chat once, newest activity first, also when several share a moment', async () => {
    const customer = 101;
    await query("insert into users (id, role) values ($1, 'customer')", [customer]);
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push(await openChat(2, customer));
    await query("update chats set last_activity_at = '2026-01-01' where id = any($1)", [ids.slice(0, 3)]);
    const whole = await page(customer, 50);
    expect(whole).toHaveLength(7);
    const times = whole.map(({ last_activity_at }) => last_activity_at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const seen: string[] = [];
    for (let rows = await page(customer, 2); rows.length > 0;) {
      seen.push(...rows.map(({ id }) => id));
      rows = await page(customer, 2, { ...cursorAfter(rows), asOf: whole[0]!.read_at });
    }
    expect(seen).toEqual(whole.map(({ id }) => id));
  });

  it('[CM9] loses and repeats none that has activity between two pages', async () => {
    const customer = 102;
    await query("insert into users (id, role) values ($1, 'customer')", [customer]);
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      const id = await openChat(2, customer);
      if (n % 2 === 0) await send(id, 2, 'before');
      ids.unshift(id);
    }
    const listed = (await page(customer, 50)).map(({ id }) => id);
    const first = await page(customer, 2);
    for (const id of [listed[5]!, listed[3]!, listed[0]!]) await send(id, 2, 'between');
    const late = await openChat(2, customer);
    const second = await page(customer, 2, cursorAfter(first));
    await send(listed[4]!, 2, 'between');
    const third = await page(customer, 2, cursorAfter(second, first));
    const fourth = await page(customer, 2, cursorAfter(third, first));
    expect([...first, ...second, ...third].map(({ id }) => id)).toEqual(listed);
    expect(fourth).toEqual([]);
    expect((await page(customer, 1))[0]?.id).toBe(listed[4]);
    expect((await page(customer, 50)).map(({ id }) => id)).toContain(late);
  });

  it('[ME4] leaves out lanes, and chats that the user was removed from', async () => {
    const customer = 103;
    await query("insert into users (id, role) values ($1, 'customer')", [customer]);
    const kept = await openChat(2, customer);
    const lost = await openChat(2, customer);
    const lane = await openChat(2, customer);
    await query("update chats set parent_id = $2, lane = 'customer' where id = $1", [lane, kept]);
    await chats.removeMember(test.database, 0, randomUUID(), lost, customer);
    expect((await page(customer, 50)).map(({ id }) => id)).toEqual([kept]);
    expect(await readSummaries(test.database, [{ chatId: lost, userId: customer }])).toEqual([]);
  });
});

describe('the cost of a summary', () => {
  it('does not grow with the history', async () => {
    const buffers = async (chatId: string) => {
      const text = `explain (analyze, buffers, format json)
        select c.last_seq, u.unread from chat_members m join chats c on c.id = m.chat_id
        cross join lateral unread_of(c, m, 3) u where m.user_id = $1 and m.chat_id = $2`;
      const [row] = await query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(text, [CUSTOMER, chatId]);
      const plan = row?.['QUERY PLAN'][0].Plan;
      return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
    };
    const grow = async (chatId: string, messages: number) =>
      query(
        `select status from append_messages(array[$1::uuid], true, false,
           array(select $1::uuid from generate_series(1, $2::int)), array(select gen_random_uuid() from generate_series(1, $2::int)),
           array(select 2 from generate_series(1, $2::int)), array(select 0::smallint from generate_series(1, $2::int)),
           array(select null::text from generate_series(1, $2::int)), array(select null::uuid from generate_series(1, $2::int)),
           array(select 'text' from generate_series(1, $2::int)), array(select null::uuid from generate_series(1, $2::int)),
           array(select false from generate_series(1, $2::int)))`,
        [chatId, messages],
      );
    const short = await openChat();
    await grow(short, 10);
    const long = await openChat();
    for (let n = 0; n < 10; n++) await grow(long, 1000);
    await query('analyze messages', []);
    expect(await buffers(long)).toBeLessThan((await buffers(short)) + 8);
  });
});
