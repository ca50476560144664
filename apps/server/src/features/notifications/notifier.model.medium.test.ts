import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { FeedSession } from '../feed/feed-session.js';
import { ModelledChat, USERS } from './testing/notifier-model.js';

let test: TestDatabase;
let session: FeedSession;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.database.pooled.query(
    `insert into users (id, name, role) select i, 'User ' || i, (array['customer', 'provider', 'lsm'])[i] from generate_series(1, 3) i`,
  );
  session = await FeedSession.open(test.database);
  await session.name(['notifications']);
});
afterAll(async () => {
  await session.close();
  await test.drop();
});

const user = fc.constantFrom(...USERS);
const operations = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), user }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('system' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), nth: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), user, back: fc.nat(4), told: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mute' as const), user, muted: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), user, open: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mark' as const), user }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seat' as const), seated: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('work' as const), deaths: fc.nat(1) }) },
);
type Operation = typeof operations extends fc.Arbitrary<infer T> ? T : never;

async function perform(chat: ModelledChat, operation: Operation): Promise<void> {
  switch (operation.do) {
    case 'send':
      return chat.send(operation.user);
    case 'system':
      return chat.system();
    case 'delete':
      return chat.remove(operation.nth);
    case 'read':
      return chat.read(operation.user, operation.back, operation.told);
    case 'mute':
      return chat.mute(operation.user, operation.muted);
    case 'open':
      chat.member(operation.user).open = operation.open;
      return undefined;
    case 'mark':
      return chat.markRead(operation.user);
    case 'seat':
      return chat.seat(operation.seated);
    case 'work':
      return chat.work(operation.deaths);
  }
}

/** @returns the first differences, with the step after which they were seen */
async function replay(history: readonly Operation[]): Promise<string[]> {
  const chat = new ModelledChat(test.database, session);
  await chat.begin();
  for (const [step, operation] of [...history, { do: 'work', deaths: 0 } as const].entries()) {
    await perform(chat, operation);
    const found = await chat.differences();
    if (found.length > 0) return found.map((difference) => `after step ${step + 1}: ${difference}`);
  }
  return [];
}

it('[NO1][NO2][NO5][NO7][NO8][NO9][NO10] whatever happens in whatever order, the counts are those of a recount', async () => {
  const histories = fc.array(operations, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      expect(await replay(history)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 120_000);
