import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const USERS = [1, 2, 3, 4];

/** One step in the life of a chat; users are numbers, seats are roles 1 to 3. */
type Step =
  | { readonly do: 'send'; readonly user: number }
  | { readonly do: 'system' }
  | { readonly do: 'delete'; readonly seq: number }
  | { readonly do: 'read'; readonly user: number; readonly seq: number }
  | { readonly do: 'seat'; readonly user: number; readonly role: number }
  | { readonly do: 'unseat'; readonly user: number };

const user = fc.constantFrom(...USERS);
const seq = fc.integer({ min: 1, max: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), user }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('system' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), seq }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), user, seq }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('seat' as const), user, role: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unseat' as const), user }) },
);

async function take(chat: string, action: Step): Promise<void> {
  const run = (text: string, values: unknown[]) => test.database.realtime.query(text, values);
  switch (action.do) {
    case 'send':
      await run(
        `select * from append_messages(array[$1::uuid], true, false, array[$1::uuid], array[$2::uuid], array[$3::int],
           array[0::smallint], array[null::text], array[null::uuid], array['x'], array[null::uuid], array[false])`,
        [chat, v7(), action.user],
      );
      return;
    case 'system':
      await run('select append_system_message($1, $2, $3)', [chat, v7(), 'something happened']);
      return;
    case 'delete':
      await run(
        `update messages set message = '', deleted_at = now() where chat_id = $1 and seq = $2 and deleted_at is null and sender_type <> 0`,
        [chat, action.seq],
      );
      return;
    case 'read':
      await run(
        `insert into receipts (chat_id, user_id, read_seq)
         select id, $2, least($3, last_seq) from chats where id = $1
         on conflict (chat_id, user_id) do update set read_seq = greatest(receipts.read_seq, excluded.read_seq)`,
        [chat, action.user, action.seq],
      );
      return;
    case 'seat':
      await run(
        `select seat_member($1, $2, $3::smallint, 0) from chats
         where id = $1 and (array[customer_id, provider_id, lsm_id])[$3::int] is null
           and ($2 = any (array[customer_id, provider_id, lsm_id])) is not true`,
        [chat, action.user, action.role],
      );
      return;
    case 'unseat':
      await run('select unseat_member($1, $2, 0)', [chat, action.user]);
  }
}

/** The words of UN1: above my read_seq, sent by other people, not deleted, not the system's. */
const RECOUNT = `
  select u.unread, m.solo, (select count(*) from messages x
    where x.chat_id = m.chat_id and x.seq > coalesce(r.read_seq, 0) and x.sender_id not in (0, m.user_id)
      and x.deleted_at is null) as recount
  from chat_members m join chats c on c.id = m.chat_id
  left join receipts r on r.chat_id = m.chat_id and r.user_id = m.user_id
  cross join lateral unread_of(c, m, coalesce(r.read_seq, 0)) u
  where m.chat_id = $1 and m.left_at is null`;

/** Somebody who wrote in one role, and has come twice in another one. */
const twoRoles: Step[] = [
  { do: 'send', user: 2 },
  { do: 'unseat', user: 2 },
  { do: 'seat', user: 2, role: 3 },
  { do: 'unseat', user: 2 },
  { do: 'send', user: 1 },
  { do: 'seat', user: 2, role: 3 },
];

it('[UN1][UN2] unread is what a recount says, through sends, deletions, reading and changing seats', async () => {
  let counted = 0;
  let subtracted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (steps) => {
      const chat = v7();
      await test.database.realtime.query(
        'insert into chats (id, customer_id, provider_id, created_by) values ($1, 1, 2, 0)',
        [chat],
      );
      await test.database.realtime.query(
        'insert into chat_members (user_id, chat_id, role, solo) values (1, $1, 1, true), (2, $1, 2, true)',
        [chat],
      );
      for (const action of steps) {
        await take(chat, action);
        const rows = await test.database.realtime.query<{ unread: number; recount: number; solo: boolean }>(RECOUNT, [
          chat,
        ]);
        for (const { unread, recount, solo } of rows) {
          expect(unread).toBe(recount);
          if (recount > 0 && solo) subtracted += 1;
          if (recount > 0 && !solo) counted += 1;
        }
      }
    }),
    { numRuns: 60, examples: [[twoRoles]] },
  );
  // Both ways of counting were taken.
  expect(Math.min(counted, subtracted)).toBeGreaterThan(10);
}, 60_000);

it('is put into the query that calls it, and reads no message but the one at read_seq and the tombstones', async () => {
  const rows = await test.database.realtime.query<{ 'QUERY PLAN': string }>(
    `explain (costs off) select u.unread from chat_members m join chats c on c.id = m.chat_id
     cross join lateral unread_of(c, m, 5) u where m.user_id = 1 and m.solo`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toContain('Function Scan');
  expect(plan).toContain('messages_tombstones');
});
