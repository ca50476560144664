import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { syncStatement } from './sync.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** One step of a chat: messages at its end, a change of a message (by a fraction of what there is), or of the chat itself. */
type Step =
  | { readonly say: number }
  | { readonly change: number }
  | { readonly quotes: number }
  | { readonly chat: true };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ say: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ change: place }) },
  { weight: 1, arbitrary: fc.record({ quotes: place }) },
  { weight: 1, arbitrary: fc.constant({ chat: true as const }) },
);

const run = <R extends object>(text: string, ...values: unknown[]) => test.database.realtime.query<R>(text, values);

async function take(chat: string, action: Step, seqs: number): Promise<number> {
  if ('say' in action) {
    // Each quotes the message before it.
    const id = Array.from({ length: action.say }, () => v7());
    await run(
      `select append_messages(array[$1::uuid], true, false, array_fill($1::uuid, array[$3::int]), $2::uuid[], array_fill(1, array[$3::int]),
         array_fill(0::smallint, array[$3::int]), array_fill(null::text, array[$3::int]), array_fill(null::uuid, array[$3::int]),
         array_fill('x'::text, array[$3::int]),
         array_fill((select m.id from messages m where m.chat_id = $1 order by m.seq desc limit 1), array[$3::int]), array_fill(false, array[$3::int]))`,
      chat,
      id,
      action.say,
    );
    return seqs + action.say;
  }
  if ('chat' in action) await run("select bump_chat($1, 'job', 0)", chat);
  else if (seqs > 0 && 'change' in action)
    await run(
      `with r as materialized (select bump_chat($1, 'edit', 1, $2) as revision)
       update messages m set message = m.message || '.', revision = r.revision from r where m.chat_id = $1 and m.seq = $2`,
      chat,
      Math.floor(action.change * seqs) + 1,
    );
  else if (seqs > 0 && 'quotes' in action)
    await run('select change_quotes($1, $2, 1)', chat, Math.floor(action.quotes * seqs) + 1);
  return seqs;
}

/** Every revision to begin from, four sizes of a page and two ends, beside what an index on (chat_id, revision) would say. */
const ALL = `
  select since, page, upto,
    array(select (f.seq, f.revision)::text from changed_messages($1, since, page, upto) f) as computed,
    array(select (m.seq, m.revision)::text from messages m
      where m.chat_id = $1 and m.revision > since and (upto is null or m.seq <= upto) order by m.revision limit page) as plain
  from chats c cross join generate_series(0, c.revision) since
  cross join unnest(array[null, 1, 3, 8]) page cross join unnest(array[null, c.last_seq / 2]) upto
  where c.id = $1`;

it('[SY2] what changed since any revision is what reading all messages of the chat finds, whatever the page and the end', async () => {
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), async (steps) => {
      const chat = v7();
      await run('insert into chats (id, customer_id, provider_id, created_by) values ($1, 1, 2, 0)', chat);
      let seqs = 0;
      for (const action of steps) seqs = await take(chat, action, seqs);
      const all = await run<{ page: number | null; computed: string[]; plain: string[] }>(ALL, chat);
      for (const { computed, plain, ...from } of all)
        expect({ ...from, found: computed }).toEqual({ ...from, found: plain });
      cut += all.filter(({ page, plain }) => plain.length === page).length;
    }),
    { numRuns: 40 },
  );
  expect(cut).toBeGreaterThan(1000);
});

/** Three long chats of one customer; every tenth message was changed since, up to revision 3,300. */
async function longChats(): Promise<string[]> {
  const chats = [v7(), v7(), v7()];
  await run(
    `insert into chats (id, customer_id, created_by, last_seq, revision) select c, 1, 0, 3000, 3000 from unnest($1::uuid[]) c`,
    chats,
  );
  await run(
    `insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message, created_at, n_customer, n_provider, n_lsm)
     select c, i, gen_random_uuid(), i, 0, 0, 'x', now(), 0, 0, 0 from unnest($1::uuid[]) c, generate_series(1, 3000) i`,
    chats,
  );
  await run(
    `with r as materialized (
       select c, seq, bump_chat(c, 'edit', 0, seq) as revision from unnest($1::uuid[]) c, generate_series(10, 3000, 10) seq)
     update messages m set revision = r.revision from r where m.chat_id = r.c and m.seq = r.seq`,
    chats,
  );
  await run('analyze');
  return chats;
}

it('[SY1][SY4] a sync looks up what changed by the key, and reads nothing of a chat that is reset or has not moved', async () => {
  const chats = await longChats();
  const connection = await test.database.realtime.connect('plans');
  // With few long chats the planner likes to read all messages: here it would wherever it may.
  await connection.query('set enable_nestloop = off', []);
  const planFrom = async (revision: number) => {
    const held = chats.map((chatId) => ({ chatId, revision }));
    const { text, values } = syncStatement(1, held, undefined);
    const plan = `explain (analyze, costs off, timing off) ${text}`;
    const rows = await connection.query<{ 'QUERY PLAN': string }>(plan, values);
    return rows.map((row) => row['QUERY PLAN']).filter((line) => / on (?:messages|changes)/.test(line));
  };
  const changed = await planFrom(3295);
  expect(changed.length).toBeGreaterThan(3);
  const read = changed.map((line) => /actual rows=([\d.]+) loops=(\d+)/.exec(line)?.slice(1).map(Number) ?? [0, 0]);
  const rows = read.map(([each = 0, loops = 0]) => each * loops);
  // Five changes of each chat.
  expect(Math.max(...rows)).toBe(15);
  for (const line of [...(await planFrom(3300)), ...(await planFrom(0))]) expect(line).toContain('never executed');
  await connection.close();
});
