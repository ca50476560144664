import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import type { Appender } from './append.js';
import type { AppendOutcome } from './append-types.js';
import { appenderOn, CUSTOMER, makeChat, PROVIDER, request } from './testing/appender-fixture.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

interface Standing {
  readonly id: string;
  readonly last_seq: number;
  readonly count: number;
  readonly max: number;
}

const STANDINGS = `
  select c.id, c.last_seq, count(m.seq) as count, coalesce(max(m.seq), 0) as max
  from chats c left join messages m on m.chat_id = c.id group by c.id`;

it('[GC5][DL5] two servers that get the same client ids for the same chats write each message once, without gaps', async () => {
  const servers = [appenderOn(test), appenderOn(test, { writers: 2 })];
  const chats = await Promise.all(Array.from({ length: 12 }, () => makeChat(test)));
  const keys = Array.from({ length: 1500 }, (_, index) => ({
    chatId: chats[index % chats.length] ?? '',
    clientId: index % 5 === 0 ? `name ${index}` : v7(),
    senderId: index % 25 === 0 ? 77 : index % 2 === 0 ? CUSTOMER : PROVIDER,
  }));

  let sending = true;
  let looks = 0;
  const watching = (async () => {
    while (sending) {
      for (const { last_seq, count, max } of await test.database.pooled.query<Standing>(STANDINGS)) {
        if (last_seq !== count || last_seq !== max) throw new Error(`last_seq ${last_seq}, count ${count}, max ${max}`);
      }
      looks += 1;
    }
  })();

  const outcomes = await Promise.all(servers.map((server, place) => sendAll(server, place)));
  sending = false;
  await watching;
  await Promise.all(servers.map((server) => server.close()));

  expect(looks).toBeGreaterThan(3);
  let appended = 0;
  for (const [index, { senderId }] of keys.entries()) {
    const [first, second] = [outcomes[0]?.[index], outcomes[1]?.[index]];
    if (senderId === 77) {
      expect([first?.status, second?.status]).toEqual(['not_found', 'not_found']);
      continue;
    }
    expect([first?.status ?? '', second?.status ?? ''].toSorted((a, b) => a.localeCompare(b))).toEqual([
      'appended',
      'repeated',
    ]);
    if (first && second && 'message' in first && 'message' in second) expect(first.message).toEqual(second.message);
    appended += 1;
  }
  const standings = await test.database.pooled.query<Standing>(STANDINGS);
  expect(standings.reduce((sum, { last_seq }) => sum + last_seq, 0)).toBe(appended);

  /** Each server gets the calls in another order, and about a hundred at a time. */
  async function sendAll(server: Appender, place: number): Promise<AppendOutcome[]> {
    const results: AppendOutcome[] = [];
    const order = keys.map((_, index) => (place === 0 ? index : (index * 7) % keys.length));
    for (let at = 0; at < order.length; at += 100) {
      await Promise.all(
        order.slice(at, at + 100).map(async (index) => {
          const key = keys[index];
          if (key) results[index] = await server.append(request(key.chatId, `text ${index}`, key));
        }),
      );
    }
    return results;
  }
});
