import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const APPEND = `select status, seq, customer_id, provider_id, lsm_id
  from append_batch($1, false, false, $2, $3, $4, $5, null, array_fill(null::uuid, array[5]), array_fill('x'::text, array[5]), null, null)`;

it('[ME1][CM6] keeps the chats of a batch apart, one of which is missing and one locked elsewhere', async () => {
  const { realtime } = test.database;
  const chats = Array.from({ length: 4 }, () => v7()).toSorted();
  const [locked = '', _missing, first = '', second = ''] = chats;
  for (const [index, id] of [locked, first, second].entries()) {
    await realtime.query('insert into chats (id, customer_id, provider_id, created_by) values ($1, $2, $3, 0)', [
      id,
      index * 10 + 1,
      index * 10 + 2,
    ]);
  }
  const other = await realtime.connect('holds a chat');
  await other.query('begin', []);
  await other.query('select 1 from chats where id = $1 for no key update', [locked]);
  const [answer] = await realtime.query<object>(APPEND, [
    chats,
    [4, 1, 3, 2, 4],
    Array.from({ length: 5 }, () => v7()),
    [21, 1, 12, 1, 11],
    [0, 0, 0, 0, 0],
  ]);
  await other.query('rollback', []);
  await other.close();
  expect(answer).toEqual({
    status: [0, 7, 0, 2, 2],
    seq: [1, null, 1, null, null],
    customer_id: [null, null, 11, 21],
    provider_id: [null, null, 12, 22],
    lsm_id: [null, null, null, null],
  });
  expect(await realtime.query('select id, last_seq, n_customer, n_provider from chats order by id', [])).toEqual([
    { id: locked, last_seq: 0, n_customer: 0, n_provider: 0 },
    { id: first, last_seq: 1, n_customer: 0, n_provider: 1 },
    { id: second, last_seq: 1, n_customer: 1, n_provider: 0 },
  ]);
  expect(await realtime.query('select chat_ids, first_seqs, appended, revisions from feed', [])).toEqual([
    { chat_ids: [first, second], first_seqs: [1, 1], appended: [1, 1], revisions: [1, 1] },
  ]);
});
