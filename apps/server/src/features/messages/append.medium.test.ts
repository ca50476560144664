import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import type { Appender } from './append.js';
import type { AppendRequest } from './append-types.js';
import { ENOUGH_ROWS } from './batch-queue.js';
import { appenderOn, CUSTOMER, makeChat, messageOf, PROVIDER, request, seqsOf } from './testing/appender-fixture.js';

let test: TestDatabase;
let appender: Appender;

beforeAll(async () => {
  test = await createTestDatabase();
  appender = appenderOn(test);
});
afterAll(async () => {
  await appender.close();
  await test.drop();
});

const close = (chatId: string) => test.database.realtime.query('update chats set status = 2 where id = $1', [chatId]);

describe('appending', () => {
  it('[DL9][DL10] numbers messages from 1, and gives them back as they are stored', async () => {
    const chatId = await makeChat(test, 9);
    const first = await appender.append(request(chatId, 'é "quoted" \\ {a,b} NULL مرحبا 👋', { clientId: 'my-1' }));
    const second = await appender.append(request(chatId, 'NULL', { senderId: PROVIDER, messageType: 'document' }));
    expect(first).toMatchObject({
      status: 'appended',
      recipients: [CUSTOMER, PROVIDER, 9],
      message: {
        seq: 1,
        revision: 1,
        senderId: CUSTOMER,
        senderType: 'customer',
        messageType: 'text',
        clientId: 'my-1',
      },
    });
    expect(second).toMatchObject({
      message: { seq: 2, revision: 2, senderType: 'provider', messageType: 'document', clientId: null, text: 'NULL' },
    });
    const [row] = await seqsOf(test, chatId);
    expect(row).toEqual({ seq: 1, message: 'é "quoted" \\ {a,b} NULL مرحبا 👋' });
    expect(messageOf(first, 'appended').createdAt.getTime()).toBeLessThanOrEqual(
      messageOf(second, 'appended').createdAt.getTime(),
    );
  });

  it('[GC1] writes at once when nothing is in flight, and what comes meanwhile together', async () => {
    const batches: number[] = [];
    const own = appenderOn(test, { onBatch: (rows) => batches.push(rows) });
    await own.connect();
    const chatId = await makeChat(test);
    const append = (text: string) => own.append(request(chatId, text));
    const first = append('alone');
    // Two turns of the event loop: it has left, and no database answers as fast.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await Promise.all([first, ...['a', 'b', 'c', 'd', 'e'].map(append)]);
    expect(batches).toEqual([1, 5]);
    await own.close();
  });

  it('[GC1] does not wait for the end of a turn of the event loop with many, and neither does what then goes behind them', async () => {
    await appender.connect();
    const chats = await Promise.all(Array.from({ length: 2 * ENOUGH_ROWS + 12 }, () => makeChat(test)));
    await Promise.all(chats.map((chatId) => appender.append(request(chatId, 'x', { clientId: v7() }))));
    const batches = await test.database.realtime.query<{ rows: number }>(
      'select cardinality(chat_ids) as rows from feed where chat_ids && $1 order by xid, id',
      [chats],
    );
    expect(batches.map(({ rows }) => rows)).toEqual([ENOUGH_ROWS, ENOUGH_ROWS, 12]);
  });

  it('[DL3][DL4] answers the same client id with the first message, whatever the text', async () => {
    const chatId = await makeChat(test);
    for (const clientId of [v7(), 'a name "with" {braces}', 'x'.repeat(64)]) {
      const first = messageOf(await appender.append(request(chatId, 'first', { clientId })), 'appended');
      const again = messageOf(await appender.append(request(chatId, 'second', { clientId })), 'repeated');
      expect(again).toEqual(first);
      // The same name of another sender is another message.
      const other = await appender.append(request(chatId, 'other', { clientId, senderId: PROVIDER }));
      expect(other.status).toBe('appended');
    }
    expect(await seqsOf(test, chatId)).toHaveLength(6);
  });

  it('[CO4] gives ids that hold their seq, by which a message is found; and finds those that do not', async () => {
    const chatId = await makeChat(test);
    const found = async (id: string) => {
      const rows = await test.database.realtime.query<{ seq: number | null }>('select message_seq($1, $2) as seq', [
        chatId,
        id,
      ]);
      return rows[0]?.seq;
    };
    const sent = await Promise.all(['a', 'b', 'c'].map((text) => appender.append(request(chatId, text))));
    const messages = sent.map((outcome) => messageOf(outcome, 'appended'));
    for (const { id, seq } of messages) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab]/);
      expect(Number.parseInt(id.slice(26), 16)).toBe(seq);
      expect(await found(id)).toBe(seq);
    }
    const stored = await test.database.realtime.query<{ id: string }>(
      'select id from messages where chat_id = $1 order by seq',
      [chatId],
    );
    expect(stored.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    const older = v7();
    await test.database.realtime.query(`select append_system_message($1, $2, 'from before')`, [chatId, older]);
    expect(await found(older)).toBe(4);
    // The id of another message with this one's seq, and the end of an id whose message has another beginning.
    expect(await found(`${older.slice(0, 26)}0000000002`)).toBeNull();
    expect(await found(v7())).toBeNull();
  });

  it('[CO4] leaves a server of an earlier build the ids that it gives', async () => {
    const chatId = await makeChat(test);
    const id = v7();
    await test.database.realtime.query(
      `select seq from append_messages(array[$1::uuid], false, false, array[$1::uuid], array[$2::uuid], array[1], array[0::smallint],
         array[null::text], array[null::uuid], array['hi'], array[null::uuid], array[false])`,
      [chatId, id],
    );
    const rows = await test.database.realtime.query<{ seq: number }>('select message_seq($1, $2) as seq', [chatId, id]);
    expect(rows).toEqual([{ seq: 1 }]);
  });

  it('[DL13] recognises a message without a client id that an earlier try stored twice, and what comes after it', async () => {
    const chatId = await makeChat(test);
    const [doubled, fresh] = [v7(), v7()];
    const append = (again: boolean, ids: readonly string[]) =>
      test.database.realtime.query<{ status: number[]; seq: number[] }>(
        `select status, seq from append_batch(array[$1::uuid], false, $2, array_fill(1, array[cardinality($3::uuid[])]), $3::uuid[],
           array_fill(1, array[cardinality($3::uuid[])]), array_fill(0::smallint, array[cardinality($3::uuid[])]), null,
           array_fill(null::uuid, array[cardinality($3::uuid[])]), array_fill('x'::text, array[cardinality($3::uuid[])]), null, null)`,
        [chatId, again, ids],
      );
    await append(false, [doubled]);
    await append(false, [doubled]);
    expect(await append(true, [doubled, fresh])).toEqual([{ status: [6, 0], seq: [1, 3] }]);
  });

  it('[DL3] lets sends of the same client id that are under way share one message', async () => {
    const chatId = await makeChat(test);
    const clientId = v7();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => appender.append(request(chatId, `try ${index}`, { clientId }))),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['appended', ...Array(19).fill('repeated')]);
    expect(new Set(outcomes.map((outcome) => 'message' in outcome && outcome.message.id)).size).toBe(1);
    expect(await seqsOf(test, chatId)).toEqual([{ seq: 1, message: 'try 0' }]);
  });

  // Each with a writer that has not met a repeat: later ones look for them from the start.
  it.each<[string, Partial<AppendRequest>, string]>([
    ['nothing else', {}, ''],
    ['a limit', { overLimit: true }, ''],
    ['an unknown quotation', { replyTo: v7() }, ''],
    ['a closed chat', {}, 'status = 2'],
    ['a block', {}, 'blocked = 1'],
  ])('[DL3][CM6] finds a repeat in a batch in spite of %s, and leaves no gap', async (_what, more, change) => {
    const own = appenderOn(test);
    const [chatId, other] = [await makeChat(test), await makeChat(test)];
    const clientId = v7();
    await own.append(request(chatId, 'first', { clientId }));
    if (change !== '') await test.database.realtime.query(`update chats set ${change} where id = $1`, [chatId]);
    for (const text of ['new', 'newer']) {
      const outcomes = await Promise.all([
        own.append(request(other, text)),
        own.append(request(chatId, 'again', { clientId, ...more })),
        own.append(request(other, text, { senderId: PROVIDER, clientId: v7() })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['appended', 'repeated', 'appended']);
    }
    expect(await seqsOf(test, chatId)).toEqual([{ seq: 1, message: 'first' }]);
    expect((await seqsOf(test, other)).map(({ message }) => message)).toEqual(['new', 'new', 'newer', 'newer']);
    const counters = await test.database.realtime.query<object>(
      'select last_seq, revision, n_customer, n_provider from chats where id = any($1) order by last_seq',
      [[chatId, other]],
    );
    expect(counters).toEqual([
      { last_seq: 1, revision: 1, n_customer: 1, n_provider: 0 },
      { last_seq: 4, revision: 4, n_customer: 2, n_provider: 2 },
    ]);
    const fed = await test.database.realtime.query<object>(
      'select first_seqs, appended, revisions from feed where $1 = any(chat_ids) or $2 = any(chat_ids) order by id',
      [chatId, other],
    );
    expect(fed).toEqual([
      { first_seqs: [1], appended: [1], revisions: [1] },
      { first_seqs: [1], appended: [2], revisions: [2] },
      { first_seqs: [3], appended: [2], revisions: [4] },
    ]);
    await own.close();
  });

  it('[ME1] tells a stranger and a missing chat alike', async () => {
    const chatId = await makeChat(test);
    expect(await appender.append(request(chatId, 'hi', { senderId: 77 }))).toEqual({ status: 'not_found' });
    expect(await appender.append(request(v7(), 'hi'))).toEqual({ status: 'not_found' });
    await test.database.realtime.query('select unseat_member($1, $2, 0)', [chatId, PROVIDER]);
    expect(await appender.append(request(chatId, 'hi', { senderId: PROVIDER }))).toEqual({ status: 'not_found' });
    expect(await seqsOf(test, chatId)).toEqual([]);
  });

  it('[CM6] checks membership, then repeats, then the status, then the limit', async () => {
    const chatId = await makeChat(test);
    const clientId = v7();
    const first = messageOf(await appender.append(request(chatId, 'first', { clientId })), 'appended');
    expect(await appender.append(request(chatId, 'more', { overLimit: true }))).toEqual({ status: 'rate_limited' });
    const limited = await appender.append(request(chatId, 'first', { clientId, overLimit: true }));
    expect(messageOf(limited, 'repeated').id).toBe(first.id);
    await close(chatId);
    expect(await appender.append(request(chatId, 'more', { overLimit: true }))).toEqual({ status: 'chat_closed' });
    expect(await appender.append(request(chatId, 'more', { senderId: 77 }))).toEqual({ status: 'not_found' });
    const closed = await appender.append(request(chatId, 'first', { clientId }));
    expect(messageOf(closed, 'repeated').id).toBe(first.id);
    const system = await appender.append(request(chatId, 'closed', { senderId: 0, messageType: 'system' }));
    expect(messageOf(system, 'appended')).toMatchObject({ seq: 2, senderType: 'system' });
  });

  it('[RE4][RE5] quotes a message of the same chat, and no other', async () => {
    const chatId = await makeChat(test);
    const elsewhere = await makeChat(test);
    const quoted = messageOf(
      await appender.append(request(chatId, 'w'.repeat(200), { senderId: PROVIDER })),
      'appended',
    );
    const clientId = v7();
    const reply = messageOf(
      await appender.append(request(chatId, 'yes', { replyTo: quoted.id, clientId })),
      'appended',
    );
    expect(reply.replyTo).toEqual({ id: quoted.id, seq: 1, senderId: PROVIDER, preview: 'w'.repeat(160), image: null });
    const again = messageOf(await appender.append(request(chatId, 'yes', { clientId })), 'repeated');
    expect(again.replyTo).toEqual(reply.replyTo);
    expect(await appender.append(request(elsewhere, 'yes', { replyTo: quoted.id }))).toEqual({
      status: 'reply_not_found',
    });
  });
});

describe('order', () => {
  it('[DL5][DL14] keeps the order of 100 sends that nobody waits for, over several writers', async () => {
    const many = appenderOn(test, { writers: 3 });
    const chats = await Promise.all(Array.from({ length: 7 }, () => makeChat(test)));
    const sends = Array.from({ length: 100 }, (_, index) =>
      chats.flatMap((chatId) => [
        many.append(request(chatId, `c${index}`)),
        many.append(request(chatId, `p${index}`, { senderId: PROVIDER })),
      ]),
    );
    await Promise.all(sends.flat());
    await many.close();
    const expected = Array.from({ length: 100 }, (_, index) => [`c${index}`, `p${index}`]).flat();
    for (const chatId of chats) {
      const rows = await seqsOf(test, chatId);
      expect(rows.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1));
      expect(rows.map(({ message }) => message)).toEqual(expected);
    }
  });

  it('[GC6] tells what was committed once, in order, after the senders were answered', async () => {
    const chatId = await makeChat(test);
    const events: string[] = [];
    const own = appenderOn(test);
    own.onCommitted((chats) => {
      for (const { messages } of chats) events.push(...messages.map(({ seq }) => `told ${seq}`));
    });
    await Promise.all(
      [1, 2, 3].map(async () => {
        const outcome = await own.append(request(chatId, 'x'));
        events.push(`answered ${messageOf(outcome, 'appended').seq}`);
      }),
    );
    await own.append(request(chatId, 'y', { clientId: 'once' }));
    await own.append(request(chatId, 'y', { clientId: 'once' }));
    await expect
      .poll(() => events.filter((event) => event.startsWith('told')))
      .toEqual([1, 2, 3, 4].map((n) => `told ${n}`));
    for (const seq of [1, 2, 3]) expect(events.indexOf(`answered ${seq}`)).toBeLessThan(events.indexOf(`told ${seq}`));
    await own.close();
  });

  it('[GC6] answers a large batch in slices, in order, and tells each slice after its answers', async () => {
    const chatId = await makeChat(test);
    const events: string[] = [];
    const batches: number[] = [];
    const own = appenderOn(test, { onBatch: (rows) => batches.push(rows) });
    own.onCommitted((chats) => {
      for (const { messages } of chats) events.push(...messages.map(({ seq }) => `told ${seq}`));
    });
    await own.connect();
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const outcome = await own.append(request(chatId, String(index)));
        events.push(`answered ${messageOf(outcome, 'appended').seq}`);
      }),
    );
    await expect.poll(() => events.at(-1)).toBe('told 100');
    const of = (kind: string) => events.filter((event) => event.startsWith(kind));
    for (const kind of ['answered', 'told'])
      expect(of(kind)).toEqual(Array.from({ length: 100 }, (_, index) => `${kind} ${index + 1}`));
    for (let seq = 1; seq <= 100; seq++)
      expect(events.indexOf(`answered ${seq}`)).toBeLessThan(events.indexOf(`told ${seq}`));
    // Who came first has heard everything before the last is answered.
    expect(events.indexOf('told 1')).toBeLessThan(events.indexOf('answered 100'));
    await own.close();
  });

  it('[GC7] writes one row into the feed per batch, readable below the oldest transaction', async () => {
    const chatId = await makeChat(test);
    await Promise.all([1, 2, 3].map(() => appender.append(request(chatId, 'x'))));
    const follow = () =>
      test.database.realtime.query<{ from: number; to: number; revision: number }>(
        `select first as from, first + count - 1 as to, revision
         from feed cross join unnest(chat_ids, first_seqs, appended, revisions) as u (chat, first, count, revision)
         where xid < pg_snapshot_xmin(pg_current_snapshot()) and chat = $1 order by xid, id`,
        [chatId],
      );
    // Other tests' transactions hold the horizon back for a moment.
    await expect.poll(async () => (await follow()).at(-1)?.to).toBe(3);
    const parts = await follow();
    expect(parts[0]?.from).toBe(1);
    expect(parts.at(-1)).toMatchObject({ to: 3, revision: 3 });
    for (const [index, part] of parts.slice(1).entries()) expect(part.from).toBe((parts[index]?.to ?? 0) + 1);
  });
});
