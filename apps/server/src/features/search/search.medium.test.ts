import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { JOBS, type Jobs } from '../jobs/jobs.api.js';
import { disputeCase } from '../disputes/testing/dispute-case.js';
import { fold, wordsOf } from './fold.rules.js';
import { MessageIndexer } from './message-indexer.js';
import { rebuild } from './search.repository.js';
import { SEARCH_BACKFILL } from './search-state.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;

beforeAll(async () => {
  server = await startTestServer();
  customer = await server.user('customer', { name: 'Sara Núñez' });
  provider = await server.user('provider', { name: 'Omar Plumbing' });
  chatId = await server.chat(customer, provider, 'JOB-4711');
});
afterAll(() => server.close());

type Found = {
  chatId: string;
  message: { id: string; message: string };
  highlight: { start: number; length: number }[];
};

async function say(text: string, from: TestUser = customer, chat = chatId): Promise<{ id: string; seq: number }> {
  const { status, body } = await server.rest(from.token, 'POST', `/api/chat/${chat}/messages`, { message: text });
  expect(status).toBe(201);
  return body;
}

async function find(who: TestUser, q: string, more: Record<string, string> = {}) {
  const query = new URLSearchParams({ q, ...more });
  const { status, body } = await server.rest(who.token, 'GET', `/api/search?${query}`);
  expect(status).toBe(200);
  return body as { results: Found[]; next: string | null };
}
const texts = ({ results }: { results: Found[] }) => results.map(({ message }) => message.message);
const NOT_INDEXED = `
  select count(*)::int as n from messages m where sender_type <> 0 and not exists (
    select from search_messages s where s.chat_id = m.chat_id and s.seq = m.seq and s.revision >= m.revision)`;
async function indexed(): Promise<void> {
  const left = async () => (await server.database.pooled.query<{ n: number }>(NOT_INDEXED))[0]?.n;
  await expect.poll(left).toBe(0);
}

describe('[SE1] words', () => {
  it('finds messages with all of them, newest first, over both doors', async () => {
    await say('The boiler leaks under the sink');
    await say('The sink is fine, the boiler is not');
    await say('Only the sink');
    await indexed();
    const answer = await find(customer, 'sink boiler');
    expect(texts(answer)).toEqual(['The sink is fine, the boiler is not', 'The boiler leaks under the sink']);
    expect(answer.next).toBeNull();
    const socket = await server.socket(customer.token);
    expect(await socket.call('search', { q: 'sink boiler' })).toEqual({ ok: true, found: answer });
    expect(texts(await find(provider, 'SINK  boiler!'))).toHaveLength(2);
  });

  it('refuses what is no query, and finds nothing for what is no word', async () => {
    for (const q of ['', '   ', 'x'.repeat(201)]) {
      expect((await server.rest(customer.token, 'GET', `/api/search?q=${q}`)).body.code).toBe('invalid_payload');
    }
    expect(await find(customer, '?! 👍')).toEqual({ results: [], next: null });
    expect((await server.rest(customer.token, 'GET', '/api/search?q=sink&cursor=abc')).body.code).toBe(
      'invalid_payload',
    );
    for (const q of ["' | 'a", '"quoted', 'a:* & !b', '\\', "it's (not)"]) await find(customer, q);
  });
});

describe('[SE4] writing', () => {
  it.each([
    ['La reparación del camión', 'reparacion camion'],
    ['نحتاج إلى مدرسة', 'مدرسه'],
    ['کیا یہ پمپ چلتا ہے', 'كيا'],
    ['Room ٤٧ on floor ۹', '47 9'],
    ['We repaired the pumps', 'repair pump'],
    ['Las puertas estaban rotas', 'puerta'],
    ['The thermostat needs batteries', 'thermosta'],
  ])('finds “%s” by “%s”', async (text, query) => {
    await say(text);
    await indexed();
    expect(texts(await find(customer, query))).toContain(text);
  });

  it('folds in the database as it does here', async () => {
    const samples = [
      ...['Café CAMIÓN', 'أهلاً وسهلاً مدرسة على', 'کیا ہے ۃ ں ۀ', '٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹', 'ﷺ ﻼ', 'Łódź đ ø ı', 'ΟΔΟΣ ς'],
      ...[
        '👍🏽 a-b «c» x؟y،z',
        'ＡＢ１２／x',
        'don’t e.g. 3½ ²',
        'a\u200db\u200fc',
        'ـ',
        'été — naïve ﬁne',
        '日本語、テスト',
      ],
    ];
    const rows = await server.database.pooled.query<{ folded: string; words: string[] }>(
      'select search_fold(t) as folded, search_words_of(t) as words from unnest($1::text[]) with ordinality u (t, n) order by n',
      [samples],
    );
    expect(rows.map(({ folded }) => folded)).toEqual(samples.map(fold));
    expect(rows.map(({ words }) => words.toSorted())).toEqual(
      samples.map((text) => [...new Set(wordsOf(text))].toSorted()),
    );
  });
});

it.each(['UTC', 'America/New_York', 'UTC-14'])('a day is the same in a session of the time zone %s', async (zone) => {
  const { rows } = await server.database.realtime.transaction().execute(async (session) => {
    await sql`select set_config('timezone', ${zone}, true)`.execute(session);
    return sql<{ day: number }>`
      select search_day(t::timestamptz) as day
      from unnest(array['1969-12-31 23:59:59+00', '1970-01-01 00:00+00', '2026-01-01 23:30+00']) with ordinality u (t, n) order by n`.execute(
      session,
    );
  });
  expect(rows.map(({ day }) => day)).toEqual([-1, 0, 20_454]);
});

it('[SE5] marks what was found, also other forms of the word, and never by markup', async () => {
  const text = '👍 <b>Painting</b> the wall; painted (paint!) — pain';
  await say(text);
  await indexed();
  const [hit] = (await find(customer, 'painted ')).results;
  expect(hit?.message.message).toBe(text);
  expect(hit?.highlight.map(({ start, length }) => text.slice(start, start + length))).toEqual([
    ...['Painting', 'painted', 'paint'],
  ]);
});

it('[SE5] finds every message with another form of the word, also one that looks little like it', async () => {
  await say('Relational is relational');
  await say('All that is relational');
  await indexed();
  expect(texts(await find(customer, 'relate '))).toEqual(['All that is relational', 'Relational is relational']);
});

it('[SE3] follows edits and deletions', async () => {
  const { id } = await say('The first wording: zebra');
  await indexed();
  expect((await find(customer, 'zebra')).results).toHaveLength(1);
  await server.rest(customer.token, 'PUT', `/api/chat/${chatId}/messages/${id}`, {
    message: 'Another wording: giraffe',
  });
  await indexed();
  expect((await find(customer, 'zebra')).results).toEqual([]);
  expect((await find(provider, 'giraffe')).results).toHaveLength(1);
  await server.rest(customer.token, 'DELETE', `/api/chat/${chatId}/messages/${id}`);
  expect((await find(provider, 'giraffe')).results).toEqual([]);
  await indexed();
  const rows = await server.database.pooled.query("select from search_messages where words @@ 'giraffe | zebra'");
  expect(rows).toEqual([]);
});

it('[SE2] finds nothing of a chat that one may not read, and everything once one may', async () => {
  const host = await server.user('admin');
  const other = await server.user('customer');
  const elsewhere = await server.chat(other, provider);
  await say('The secret word is xylophone', other, elsewhere);
  await indexed();
  expect((await find(customer, 'xylophone')).results).toEqual([]);
  expect((await find(host, 'xylophone')).results).toEqual([]);
  expect((await find(provider, 'xylophone')).results).toHaveLength(1);
  const lsm = await server.user('lsm');
  const members = `/api/admin/chats/${elsewhere}/members`;
  expect((await server.rest(host.token, 'POST', members, { userId: lsm.id, role: 'lsm' })).status).toBe(201);
  await expect.poll(async () => (await find(lsm, 'xylophone')).results.length).toBe(1);
  expect((await server.rest(host.token, 'DELETE', `${members}/${lsm.id}`)).status).toBe(204);
  expect((await find(lsm, 'xylophone')).results).toEqual([]);
  expect((await server.rest(lsm.token, 'GET', `/api/search?q=xylophone&chatId=${elsewhere}`)).body.code).toBe(
    'not_found',
  );
});

it('[SE8] searches one chat alone when asked to', async () => {
  const second = await server.chat(customer, provider);
  await say('A trombone here', customer, second);
  await say('A trombone there');
  await indexed();
  expect(texts(await find(customer, 'trombone', { chatId: second }))).toEqual(['A trombone here']);
  const stranger = await server.user('customer');
  for (const id of [second, randomUUID()]) {
    const answer = await server.rest(stranger.token, 'GET', `/api/search?q=trombone&chatId=${id}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  }
});

describe('[SE6] pages', () => {
  it('give every result once, in order, whatever is sent meanwhile', async () => {
    const alone = await server.user('customer');
    const chats = await Promise.all([server.chat(alone, provider), server.chat(alone, provider)]);
    for (let nth = 1; nth <= 25; nth += 1) await say(`Accordion ${nth}`, alone, chats[nth % 2]);
    await indexed();
    // Over years, so that every kind of step is taken.
    await server.database.pooled.query(
      `with old as (update messages set created_at = created_at - make_interval(days => 45 * (26 - split_part(message, ' ', 2)::int))
         where chat_id = any($1::uuid[]) and sender_type <> 0 returning chat_id, seq)
       select count(*) from old`,
      [chats],
    );
    await server.database.pooled.query('delete from search_messages where chat_id = any($1::uuid[])', [chats]);
    await server.database.pooled.query(
      'select index_messages($1::uuid[], array[1, 1]::bigint[], array[100, 100]::bigint[])',
      [chats],
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await find(alone, 'accordion', { limit: '4', ...(cursor === null ? {} : { cursor }) });
      seen.push(...texts(page));
      if (cursor === null) await say('Accordion, a new one', alone, chats[0]);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `Accordion ${25 - index}`));
    await indexed();
    expect(texts(await find(alone, 'accordion', { limit: '1' }))).toEqual(['Accordion, a new one']);
  });
});

describe('[SE7] misspelt', () => {
  it('finds words and names that look like it, where nothing fits', async () => {
    await say('The thermostat of the radiator');
    await indexed();
    expect(texts(await find(customer, 'termostat raditor'))).toEqual(['The thermostat of the radiator']);
    const people = await server.rest(customer.token, 'GET', '/api/search/people?q=plumbbing');
    expect(people.body.results.map(({ userId }: { userId: number }) => userId)).toEqual([provider.id]);
  });
});

it('[SE7] what everybody writes is not misspelt', async () => {
  const alone = await server.user('customer');
  const chat = await server.chat(alone, provider);
  await say('We need a planter here', alone, chat);
  await say('The plaster of the wall');
  await indexed();
  expect(texts(await find(alone, 'plaster'))).toEqual(['We need a planter here']);
  await server.database.realtime.query('analyze search_messages');
  expect(texts(await find(alone, 'plaster'))).toEqual([]);
  expect(texts(await find(alone, 'plamter'))).toEqual(['We need a planter here']);
});

describe('[SE9] jobs and people', () => {
  it('finds chats by subject and job, and marks where', async () => {
    const { body } = await server.rest(customer.token, 'GET', '/api/search/jobs?q=4711');
    expect(body.results).toEqual([
      {
        chatId,
        subject: 'Subject of JOB-4711',
        title: null,
        job_id: 'JOB-4711',
        status: 'open',
        highlight: { subject: [{ start: 15, length: 4 }], title: [], job_id: [{ start: 4, length: 4 }] },
      },
    ]);
    const stranger = await server.user('customer');
    expect((await server.rest(stranger.token, 'GET', '/api/search/jobs?q=4711')).body.results).toEqual([]);
    const socket = await server.socket(customer.token);
    expect((await socket.call('search_jobs', { q: '4711' })).found).toEqual(body);
  });

  it('finds people by name, and no erased one', async () => {
    const host = await server.user('admin');
    const named = await server.user('customer', { name: 'Zacarías Ñandú' });
    const chat = await server.chat(named, provider);
    const people = async (q: string, who = provider) =>
      (await server.rest(who.token, 'GET', `/api/search/people?q=${encodeURIComponent(q)}`)).body.results;
    expect(await people('zacarias nan')).toEqual([
      {
        userId: named.id,
        name: 'Zacarías Ñandú',
        role: 'customer',
        chatId: chat,
        chats: 1,
        highlight: [
          { start: 0, length: 8 },
          { start: 9, length: 3 },
        ],
      },
    ]);
    expect(await people('zacarias', customer)).toEqual([]);
    await server.rest(host.token, 'DELETE', `/api/admin/users/${named.id}`);
    expect(await people('zacarias')).toEqual([]);
  });

  it('pages without holes', async () => {
    const many = await server.user('customer');
    for (let nth = 0; nth < 7; nth += 1) await server.chat(many, provider, `page-${nth}`);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await server.rest(many.token, 'GET', `/api/search/jobs?q=page&limit=3${cursor}`);
      seen.push(...body.results.map(({ job_id }: { job_id: string }) => job_id));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, nth) => `page-${nth}`));
  });
});

describe('[SE10] rebuild', () => {
  it('finds again what was there before, also after an interruption', async () => {
    await say('A lonely harpsichord');
    await indexed();
    const jobs = server.app.get<Jobs>(JOBS);
    const indexer = server.app.get(MessageIndexer);
    await rebuild(server.database, 1);
    expect((await find(customer, 'harpsichord')).results).toEqual([]);
    await expect(indexer.backfill({ signal: AbortSignal.abort() })).rejects.toThrow('abort');
    await jobs.add(SEARCH_BACKFILL, {}, { key: SEARCH_BACKFILL.name });
    await expect.poll(async () => (await find(customer, 'harpsichord')).results.length).toBe(1);
    await expect
      .poll(async () => server.database.pooled.query('select done from search_progress'))
      .toEqual([{ done: true }]);
    expect((await server.rest(customer.token, 'GET', '/api/search/jobs?q=4711')).body.results).toHaveLength(1);
  });

  it('never lets an older reading replace a newer one', async () => {
    const { seq } = await say('harmonica');
    await indexed();
    await server.database.pooled.query(
      'update search_messages set revision = revision + 1 where chat_id = $1 and seq = $2',
      [chatId, seq],
    );
    await server.database.pooled.query("update search_messages set words = 'newer' where chat_id = $1 and seq = $2", [
      chatId,
      seq,
    ]);
    await server.database.pooled.query('select index_messages(array[$1::uuid], array[$2::bigint], array[$2::bigint])', [
      chatId,
      seq,
    ]);
    const rows = await server.database.pooled.query(
      'select words::text as words from search_messages where chat_id = $1 and seq = $2',
      [chatId, seq],
    );
    expect(rows).toEqual([{ words: "'newer'" }]);
  });
});

it('[SE11] is limited per user, over both doors together', async () => {
  const limited = await startTestServer({ LIMIT_SEARCH: '3,1/60s' });
  try {
    const { token } = await limited.user('customer');
    const socket = await limited.socket(token);
    for (const path of ['', '/jobs', '/people']) {
      expect((await limited.rest(token, 'GET', `/api/search${path}?q=a1`)).status).toBe(200);
    }
    const { error } = await socket.call('search', { q: 'a1' });
    expect(error.code).toBe('rate_limited');
    expect(error.retry_after_ms).toBeGreaterThan(0);
  } finally {
    await limited.close();
  }
});

it('[SE2] lets an LSM find what it may still read after the dispute, notes that it was read, and no more', async () => {
  const { customer: party, lsm, chatId: disputed, open } = await disputeCase(server);
  await say('The clarinet was said before', party.user, disputed);
  const { disputeId } = await open();
  const joined = await server.rest(lsm.token, 'POST', `/api/disputes/${disputeId}/join`);
  expect(joined.status).toBe(200);
  await expect.poll(async () => texts(await find(lsm, 'clarinet'))).toEqual(['The clarinet was said before']);
  const reads = await server.database.pooled.query('select from lsm_reads where chat_id = $1 and user_id = $2', [
    disputed,
    lsm.id,
  ]);
  expect(reads.length).toBeGreaterThan(0);
  const resolved = await server.rest(lsm.token, 'POST', `/api/disputes/${disputeId}/resolve`, {
    outcome: 'done',
    note: 'ok',
  });
  expect(resolved.status).toBe(200);
  await say('The clarinet was said after', party.user, disputed);
  await indexed();
  expect(texts(await find(party.user, 'clarinet'))).toHaveLength(2);
  // An index that still takes the LSM for a reader of all of it changes nothing.
  await server.database.pooled.query(
    'update search_messages set keys = keys || search_keys(array[$1::int], at) where chat_id = $2',
    [lsm.id, disputed],
  );
  expect(texts(await find(lsm, 'clarinet'))).toEqual(['The clarinet was said before']);
});
