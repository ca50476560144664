import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { MessageIndexer } from './message-indexer.js';
import { rebuild } from './search.repository.js';

let server: TestServer;
let host: TestUser;
beforeAll(async () => {
  server = await startTestServer({ LIMIT_SEARCH: '0' });
  host = await server.user('admin');
});
afterAll(() => server.close());

interface Person {
  readonly userId: number;
  readonly name: string;
  readonly chats: number;
}

async function people(who: TestUser, q: string, limit = 20): Promise<readonly Person[]> {
  const found: Person[] = [];
  let cursor = '';
  do {
    const { status, body } = await server.rest(
      who.token,
      'GET',
      `/api/search/people?q=${encodeURIComponent(q)}&limit=${limit}${cursor}`,
    );
    expect(status).toBe(200);
    found.push(...body.results);
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor !== '');
  return found;
}

const ids = (found: readonly Person[]) => found.map(({ userId }) => userId);

async function rename(user: TestUser, name: string): Promise<void> {
  const { status } = await server.rest(host.token, 'PUT', `/api/admin/users/${user.id}`, { name });
  expect(status).toBe(200);
}

/** What people are found by that is not what they are called, or is missing. */
const WRONG = `
  select from chat_members a
  join chat_members b on b.chat_id = a.chat_id and b.user_id <> a.user_id
  left join users u on u.id = b.user_id
  left join search_contacts c on c.user_id = a.user_id and c.other_id = b.user_id
  left join search_meetings m on m.user_id = a.user_id and m.other_id = b.user_id and m.chat_id = a.chat_id
  where m.chat_id is null or c.name is distinct from search_fold(coalesce(u.name, ''))`;

const wrong = async () => (await server.database.pooled.query(WRONG)).length;

it('[SE9] people are found by what they are called now, by everybody who knows them, with how many chats', async () => {
  const [first, second] = [await server.user('customer'), await server.user('customer')];
  const provider = await server.user('provider', { name: 'Ibrahim Carpentry' });
  for (const customer of [first, first, second]) await server.chat(customer, provider);
  expect(await people(first, 'carpen')).toMatchObject([{ userId: provider.id, chats: 2 }]);
  expect(await people(second, 'ib')).toMatchObject([{ userId: provider.id, chats: 1 }]);
  await rename(provider, 'Yusuf Woodwork');
  for (const who of [first, second]) {
    expect(await people(who, 'carpentry')).toEqual([]);
    expect(ids(await people(who, 'woodwork'))).toEqual([provider.id]);
  }
  // By its words in any order, and nobody by one's own.
  expect(await people(first, 'woodwork yusuf')).toHaveLength(1);
  expect(await people(provider, 'woodwork')).toEqual([]);
});

it('[SE9] who takes a seat later is found, and finds; who lost it does neither', async () => {
  const [customer, provider] = [
    await server.user('customer', { name: 'Lucía Quiroga' }),
    await server.user('provider', { name: 'Bilal Tiles' }),
  ];
  const lsm = await server.user('lsm', { name: 'Mediator Maryam' });
  const chatId = await server.chat(customer, provider);
  const members = `/api/admin/chats/${chatId}/members`;
  await server.rest(host.token, 'POST', members, { userId: lsm.id, role: 'lsm' });
  expect(ids(await people(lsm, 'quiroga'))).toEqual([customer.id]);
  const jobs = async () => (await server.rest(lsm.token, 'GET', '/api/search/jobs?q=subject')).body.results;
  expect(await jobs()).toMatchObject([{ chatId }]);
  expect(ids(await people(customer, 'maryam'))).toEqual([lsm.id]);
  await server.rest(host.token, 'DELETE', `${members}/${lsm.id}`);
  expect(await people(lsm, 'quiroga')).toEqual([]);
  expect(await jobs()).toEqual([]);
  expect(await people(customer, 'maryam')).toEqual([]);
  await server.rest(host.token, 'POST', members, { userId: lsm.id, role: 'lsm' });
  expect(ids(await people(lsm, 'bilal'))).toEqual([provider.id]);
});

it('[SE9] names that change while chats are opened are never missed', async () => {
  const provider = await server.user('provider');
  for (let round = 0; round < 8; round += 1) {
    const customers = await Promise.all([server.user('customer'), server.user('customer'), server.user('customer')]);
    await Promise.all([
      rename(provider, `Name of round ${round}`),
      ...customers.map((customer) => server.chat(customer, provider, randomUUID())),
      ...customers.map((customer) => rename(customer, `Customer ${customer.id} of round ${round}`)),
    ]);
    expect(await wrong()).toBe(0);
  }
});

it('[SE6][SE9] pages give everybody once, those of the latest activity first', async () => {
  const lsmless = await server.user('provider');
  const customers: TestUser[] = [];
  for (let nth = 0; nth < 7; nth += 1) {
    const customer = await server.user('customer', { name: `Paged Person ${nth}` });
    await server.chat(customer, lsmless);
    customers.push(customer);
  }
  const [oldest] = customers;
  if (oldest === undefined) throw new Error('nobody');
  // As if something had happened before, and now again.
  await server.database.pooled.query(`update chats set last_activity_at = last_activity_at - interval '1 hour'`);
  await server.database.pooled.query(`update search_contacts set at = at - interval '1 hour'`);
  await server.database.pooled.query(`update search_chats set at = at - interval '1 hour'`);
  const { body } = await server.rest(lsmless.token, 'GET', `/api/search/people?q=paged+person+0`);
  const message = await server.rest(oldest.token, 'POST', `/api/chat/${body.results[0].chatId}/messages`, {
    message: 'hello',
  });
  expect(message.status).toBe(201);
  const rest = customers.slice(1).map(({ id }) => id);
  const all = [oldest.id, ...rest.toReversed()];
  await expect.poll(async () => ids(await people(lsmless, 'paged person', 3))).toEqual(all);
});

describe('[SE10] what was there before', () => {
  it('is found meanwhile, and the same afterwards, also after an interruption', async () => {
    const provider = await server.user('provider', { name: 'Zulema Plaster' });
    const customers = await Promise.all(
      [1, 2, 3].map((nth) => server.user('customer', { name: `Elder Customer ${nth}` })),
    );
    for (const customer of customers) await server.chat(customer, provider);
    const before = await people(provider, 'elder customer');
    expect(before).toHaveLength(3);
    const indexer = server.app.get(MessageIndexer);
    await rebuild(server.database, 1);
    expect(await people(provider, 'elder customer')).toEqual(before);
    expect(ids(await people(provider, 'eldder custmer'))).toEqual(ids(before));
    await expect(indexer.backfill({ signal: AbortSignal.abort() })).rejects.toThrow('abort');
    expect(await people(provider, 'elder customer')).toEqual(before);
    await indexer.backfill({ signal: new AbortController().signal });
    expect(await server.database.pooled.query('select met from search_progress')).toEqual([{ met: true }]);
    expect(await wrong()).toBe(0);
    expect(await people(provider, 'elder customer')).toEqual(before);
    expect(ids(await people(provider, 'eldder custmer'))).toEqual(ids(before));
  });

  it('gives way to whoever opens a chat meanwhile, and goes on', async () => {
    await server.database.pooled.query('truncate search_contacts, search_meetings');
    await server.database.pooled.query('update search_progress set met = false, met_after = null');
    const step = () => server.database.pooled.query('select search_meet_next(500)');
    await server.database.realtime.transaction().execute(async (held) => {
      await sql`select from search_people for no key update`.execute(held);
      await expect(step()).rejects.toThrow(/busy/);
    });
    await step();
    expect(await wrong()).toBe(0);
  });
});
