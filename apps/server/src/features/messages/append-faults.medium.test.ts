import { Client } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config/read-config.js';
import { Database } from '../../database/database.js';
import { faultyProxy } from '../../database/testing/faulty-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { ENOUGH_ROWS } from './batch-queue.js';
import { appenderOn, makeChat, messageOf, PROVIDER, request, seqsOf } from './testing/appender-fixture.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** A connection of somebody else, who takes locks. */
async function stranger(of = test): Promise<Client> {
  const client = new Client(of.url);
  await client.connect();
  return client;
}

/** Waits until a connection of this name waits for a lock, and gives its process id. */
async function blocked(applicationName: string, of = test): Promise<number> {
  let pid = 0;
  await expect
    .poll(async () => {
      const rows = await of.database.pooled.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and application_name like $1 and wait_event_type = 'Lock'`,
        [applicationName],
      );
      pid = rows[0]?.pid ?? 0;
      return rows.length;
    })
    .toBeGreaterThan(0);
  return pid;
}

describe('a bad message', () => {
  it('[GC2] fails alone, and what came with it is stored in order', async () => {
    const appender = appenderOn(test);
    const chats = await Promise.all([1, 2, 3].map(() => makeChat(test)));
    const sends = Array.from({ length: 60 }, (_, index) => {
      const bad = index === 17 || index === 40;
      return appender.append(request(chats[index % 3] ?? '', bad ? `\0${index}` : String(index)));
    });
    const outcomes = await Promise.allSettled(sends);
    const failed = outcomes.flatMap((outcome, index) =>
      outcome.status === 'rejected' ? [[index, outcome.reason]] : [],
    );
    expect(failed).toEqual([
      [17, expect.objectContaining({ code: 'invalid_payload' })],
      [40, expect.objectContaining({ code: 'invalid_payload' })],
    ]);
    for (const [place, chatId] of chats.entries()) {
      const rows = await seqsOf(test, chatId);
      const expected = Array.from({ length: 60 }, (_, index) => index).filter(
        (index) => index % 3 === place && index !== 17 && index !== 40,
      );
      expect(rows).toEqual(expected.map((index, at) => ({ seq: at + 1, message: String(index) })));
    }
    await appender.close();
  });
});

describe('a batch behind another', () => {
  const names = (count: number) => Array.from({ length: count }, () => makeChat(test));

  it('[GC2][GC3] is stored whatever becomes of the first', async () => {
    const appender = appenderOn(test);
    const [own = '', ...chats] = await Promise.all(names(2 * ENOUGH_ROWS));
    await appender.connect();
    const bad = [1, 2].map(() => appender.append(request(own, '\0')));
    const good = appender.append(request(own, 'good'));
    await new Promise(setImmediate);
    const behind = chats.map((chatId, index) =>
      appender.append(request(chatId, index === 7 ? '\0' : 'behind', { clientId: v7() })),
    );
    const outcomes = await Promise.allSettled([...bad, good, ...behind]);
    const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(failed).toEqual([0, 1, 3 + 7]);
    expect((await seqsOf(test, own)).map(({ message }) => message)).toEqual(['good']);
    await appender.close();
  });

  /**
   * The network is cut while PostgreSQL writes a batch, which waits for `other`; it does not notice, and goes on with what
   * was sent behind it. Meanwhile all is sent again.
   */
  async function cut(
    stuck: string,
    send: (appender: ReturnType<typeof appenderOn>) => Promise<{ free: Promise<unknown>[]; all: Promise<unknown>[] }>,
  ) {
    const proxy = await faultyProxy(test.url);
    const { database: sizes, limits } = readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
    const database = new Database({ pooled: proxy.url, direct: proxy.url }, sizes, limits, silentLogger);
    const appender = appenderOn({ ...test, database });
    await appender.connect();
    const other = await stranger();
    await other.query('begin');
    await other.query(
      `insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, message, created_at, n_customer, n_provider, n_lsm)
       values ($1, 1, $2, 1, $3, 2, 0, 'never committed', now(), 0, 1, 0)`,
      [stuck, v7(), PROVIDER],
    );
    const { free, all } = await send(appender);
    proxy.refuse(true);
    proxy.refuse(false);
    await Promise.all(free);
    await other.query('rollback');
    await Promise.all(all);
    const writers = `select from pg_stat_activity where datname = current_database() and application_name like '% writer %'`;
    await expect.poll(async () => (await other.query(writers)).rowCount).toBe(1);
    await other.end();
    await appender.close();
    await database.close();
    await proxy.close();
  }

  it('[DL13] is stored once when the connection is lost and the database runs it still', async () => {
    const [stuck = '', ...chats] = await Promise.all(names(2 * ENOUGH_ROWS));
    await cut(stuck, async (appender) => {
      const first = appender.append(request(stuck, 'first'));
      await blocked('% writer %');
      const free = chats.map((chatId, index) =>
        appender.append(request(chatId, 'behind', { clientId: index % 8 === 0 ? null : v7() })),
      );
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      return { free, all: [first] };
    });
    for (const chatId of [stuck, ...chats]) expect(await seqsOf(test, chatId)).toHaveLength(1);
  });

  it('[DL13] may be the rest of a batch with a bad message, and is stored once as well', async () => {
    const [stuck = '', rest = '', ...chats] = await Promise.all(names(2 * ENOUGH_ROWS));
    await cut(stuck, async (appender) => {
      const nameless = appender.append(request(rest, 'nameless'));
      const bad = appender.append(request(rest, '\0'));
      await new Promise(setImmediate);
      const behind = [stuck, ...chats].map((chatId) => appender.append(request(chatId, 'x', { clientId: v7() })));
      await blocked('% writer %');
      const refused = bad.then(
        () => {
          throw new Error('it was stored');
        },
        (error: unknown) => expect(error).toMatchObject({ code: 'invalid_payload' }),
      );
      return { free: [nameless], all: [...behind, refused] };
    });
    for (const chatId of [stuck, rest, ...chats]) expect(await seqsOf(test, chatId)).toHaveLength(1);
  });
});

describe('a chat that is locked elsewhere', () => {
  it('[GC3] holds up no other chat, and its own messages follow in order', async () => {
    const appender = appenderOn(test);
    const [locked, free] = [await makeChat(test), await makeChat(test)];
    const other = await stranger();
    await other.query('begin');
    await other.query('select from chats where id = $1 for no key update', [locked]);
    const late = Array.from({ length: 300 }, (_, index) => appender.append(request(locked, String(index))));
    for (let index = 0; index < 20; index += 1)
      messageOf(await appender.append(request(free, String(index))), 'appended');
    late.push(appender.append(request(locked, '300')));
    await blocked('stm-chat realtime');
    await other.query('commit');
    const outcomes = await Promise.all(late);
    expect(outcomes.map((outcome) => messageOf(outcome, 'appended').seq)).toEqual(late.map((_, index) => index + 1));
    expect((await seqsOf(test, locked)).map(({ message }) => message)).toEqual(late.map((_, index) => String(index)));
    // The lane is empty, and the chat goes with the others again.
    expect(messageOf(await appender.append(request(locked, 'after')), 'appended').seq).toBe(302);
    await other.end();
    await appender.close();
  });

  it('[LI8] is unavailable after the lock time-out, and nothing was stored', async () => {
    const appender = appenderOn(test);
    const locked = await makeChat(test);
    const other = await stranger();
    await other.query('begin');
    await other.query('select from chats where id = $1 for no key update', [locked]);
    await expect(appender.append(request(locked, 'x'))).rejects.toMatchObject({ code: 'unavailable' });
    await other.query('rollback');
    expect(await seqsOf(test, locked)).toEqual([]);
    expect(messageOf(await appender.append(request(locked, 'y')), 'appended').seq).toBe(1);
    await other.end();
    await appender.close();
  });
});

describe('the queue', () => {
  it('[GC4] is bounded: what is too much is unavailable at once, the rest is stored', async () => {
    const appender = appenderOn(test, { queue: 10 });
    const chatId = await makeChat(test);
    const other = await stranger();
    await other.query('begin');
    await other.query('lock table messages in share mode');
    const first = appender.append(request(chatId, 'in flight'));
    await blocked('% writer %');
    const waiting = Array.from({ length: 10 }, (_, index) => appender.append(request(chatId, String(index))));
    await expect(appender.append(request(chatId, 'too much'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(appender.refusal()).toMatchObject({ code: 'unavailable' });
    expect(appender.load).toBe(11);
    await other.query('commit');
    await Promise.all([first, ...waiting]);
    expect(appender.refusal()).toBeNull();
    expect(await seqsOf(test, chatId)).toHaveLength(11);
    await other.end();
    await appender.close();
  });
});

describe('the queue, once it was full', () => {
  it('[GC4] takes a third of it for a moment, beside what is written and what waits for its chat', async () => {
    let now = 0;
    const patient = await createTestDatabase({ lockMs: 60_000 });
    const appender = appenderOn(patient, { queue: 6, now: () => now });
    const [chatId, locked] = [await makeChat(patient), await makeChat(patient)];
    const [other, keeper] = [await stranger(patient), await stranger(patient)];
    const append = (text: string, chat = chatId) => appender.append(request(chat, text));
    const refused = (text: string) => expect(append(text)).rejects.toMatchObject({ code: 'unavailable' });
    await keeper.query('begin');
    await keeper.query('select from chats where id = $1 for no key update', [locked]);
    const aside = ['a', 'b'].map((text) => append(text, locked));
    await blocked('stm-chat realtime', patient);

    const whileHeld = async (work: () => Promise<Promise<unknown>[]>) => {
      await other.query('begin');
      await other.query('lock table messages in share mode');
      const first = append('written');
      await blocked('% writer %', patient);
      const waiting = await work();
      await other.query('commit');
      await Promise.all([first, ...waiting]);
    };
    await whileHeld(async () => {
      const waiting = ['1', '2', '3', '4'].map((text) => append(text));
      await refused('the whole is full');
      return waiting;
    });
    await whileHeld(async () => {
      const waiting = ['5', '6'].map((text) => append(text));
      await refused('so is the third');
      now += 250;
      return [...waiting, append('7')];
    });
    await keeper.query('commit');
    await Promise.all(aside);
    // Nothing is aside any more.
    await whileHeld(async () => {
      const waiting = Array.from({ length: 6 }, (_, index) => append(`more ${index}`));
      await refused('the whole is full again');
      return waiting;
    });
    await whileHeld(async () => {
      const waiting = ['8', '9'].map((text) => append(text));
      await refused('and the third');
      return waiting;
    });
    expect(await seqsOf(patient, chatId)).toHaveLength(19);
    await Promise.all([other.end(), keeper.end()]);
    await appender.close();
    await patient.drop();
  });
});

describe('the writer’s connection', () => {
  it('[DL13] may be killed in the middle of a batch: everything is stored once, and told once', async () => {
    const appender = appenderOn(test);
    const told: string[] = [];
    appender.onCommitted((chats) => told.push(...chats.flatMap(({ messages }) => messages.map(({ id }) => id))));
    const chatId = await makeChat(test);
    const other = await stranger();
    await other.query('begin');
    await other.query('lock table messages in share mode');
    const sends = Array.from({ length: 50 }, (_, index) =>
      appender.append(request(chatId, String(index), { clientId: index % 2 === 0 ? v7() : null })),
    );
    await other.query('select pg_terminate_backend($1)', [await blocked('% writer %')]);
    await other.query('commit');
    const messages = (await Promise.all(sends)).map((outcome) => messageOf(outcome, 'appended'));
    expect(messages.map(({ seq }) => seq)).toEqual(sends.map((_, index) => index + 1));
    await expect.poll(() => told).toEqual(messages.map(({ id }) => id));
    expect(await seqsOf(test, chatId)).toHaveLength(50);
    await other.end();
    await appender.close();
  });

  it('[DL13] may be killed with two batches under way: both are stored once, over one new connection', async () => {
    const batches: number[] = [];
    const appender = appenderOn(test, { onBatch: (rows) => batches.push(rows) });
    const [alone, ...chats] = await Promise.all(Array.from({ length: 1 + ENOUGH_ROWS / 2 }, () => makeChat(test)));
    const other = await stranger();
    await other.query('begin');
    await other.query('lock table messages in share mode');
    const first = appender.append(request(alone ?? '', 'first'));
    const killed = await blocked('% writer %');
    const behind = ['0', '1'].flatMap((text) =>
      chats.map((chatId) => appender.append(request(chatId, text, { clientId: v7() }))),
    );
    await new Promise(setImmediate);
    await other.query('select pg_terminate_backend($1)', [killed]);
    await other.query('commit');
    const messages = (await Promise.all([first, ...behind])).map((outcome) => messageOf(outcome, 'appended'));
    expect(messages.map(({ seq }) => seq)).toEqual([1, ...chats.map(() => 1), ...chats.map(() => 2)]);
    for (const chatId of chats) {
      expect((await seqsOf(test, chatId)).map(({ message }) => message)).toEqual(['0', '1']);
    }
    // Sent again as the two that they were, though the slices in which they were answered are smaller.
    expect(batches[0]).toBe(1);
    const writers = await other.query(`select from pg_stat_activity where application_name like '% writer %'
      and datname = current_database()`);
    expect(writers.rowCount).toBe(1);
    await other.end();
    await appender.close();
  });

  it('[DL13] may be lost after the commit and before its answer: the batch is recognised, not written twice', async () => {
    const proxy = await faultyProxy(test.url);
    const { database: sizes, limits } = readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
    const database = new Database({ pooled: proxy.url, direct: proxy.url }, sizes, limits, silentLogger);
    const appender = appenderOn({ ...test, database });
    const told: number[] = [];
    appender.onCommitted((chats) => told.push(...chats.flatMap(({ messages }) => messages.map(({ seq }) => seq))));
    const chatId = await makeChat(test);
    await appender.append(request(chatId, 'before'));
    proxy.forgetNextAnswer();
    const clientId = v7();
    const lost = [
      appender.append(request(chatId, 'named', { clientId })),
      appender.append(request(chatId, 'nameless', { senderId: PROVIDER })),
    ];
    const outcomes = await Promise.all(lost);
    expect(proxy.forgotten).toBe(1);
    expect(outcomes.map((outcome) => messageOf(outcome, 'appended').seq)).toEqual([2, 3]);
    await appender.append(request(chatId, 'after'));
    expect((await seqsOf(test, chatId)).map(({ message }) => message)).toEqual([
      'before',
      'named',
      'nameless',
      'after',
    ]);
    await expect.poll(() => told).toEqual([1, 2, 3, 4]);
    await appender.close();
    await database.close();
    await proxy.close();
  });

  it('[DL13][ER3] may be impossible to make: who waits is told, and it works again afterwards', async () => {
    const proxy = await faultyProxy(test.url);
    const { database: sizes, limits } = readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
    const database = new Database({ pooled: proxy.url, direct: proxy.url }, sizes, limits, silentLogger);
    const appender = appenderOn({ ...test, database });
    const chatId = await makeChat(test);
    await appender.append(request(chatId, 'before'));
    proxy.refuse(true);
    const sends = await Promise.allSettled([1, 2, 3].map(() => appender.append(request(chatId, 'x'))));
    for (const send of sends) expect(send).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    proxy.refuse(false);
    expect(messageOf(await appender.append(request(chatId, 'again')), 'appended').seq).toBe(2);
    await appender.close();
    await database.close();
    await proxy.close();
  });
});
