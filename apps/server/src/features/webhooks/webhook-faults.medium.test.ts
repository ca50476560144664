import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.js';
import { startChild } from '../../testing/child-process.js';
import { openDispute } from '../disputes/disputes.repository.js';
import { CUSTOMER, makeChat, PROVIDER, request } from '../messages/testing/appender-fixture.js';
import { writtenWorld } from '../messages/testing/written-world.js';
import { pruneEvents } from './deliveries.repository.js';
import { addEndpoint } from './endpoints.repository.js';
import { type Receiver, startReceiver } from './testing/receiver.js';
import { secretsFor, startWebhooks, type WebhookStep } from './testing/webhook-fixture.js';
import { newWebhookSecret } from './webhook-signature.rules.js';

const world = writtenWorld();
let host: Receiver;
beforeEach(async () => {
  host = await startReceiver();
  const types = ['message.created', 'message.deleted', 'chat.closed', 'dispute.opened', 'member.removed'];
  const id = v7();
  const secret = secretsFor(world.test.database).seal(id, newWebhookSecret());
  await addEndpoint(world.test.database, { id, url: host.url, description: '', types, secret }, 0);
  // The marks of followers are there from the first start on, as on a server.
  await (await startWebhooks(world.test.database, () => undefined)).stop();
});
afterEach(() => host.close());

/** Something of each kind in each of these chats; every value is in one event alone. */
async function happen(chats: readonly string[]): Promise<void> {
  const { realtime } = world.test.database;
  for (const chatId of chats) {
    await Promise.all(
      [1, 2, 3].map((n) =>
        world.appender.append(request(chatId, `text ${n}`, { senderId: n % 2 === 0 ? PROVIDER : CUSTOMER })),
      ),
    );
    const now = Date.now();
    const said = (code: string) => ({ id: v7(), text: code, note: { code, params: {} } });
    const step = {
      unseated: said('member_removed'),
      message: said('dispute_opened'),
      notify: [],
      evidence: [],
      checkAt: null,
    };
    await openDispute(
      world.test.database,
      {
        id: v7(),
        chatId,
        actorId: CUSTOMER,
        reason: 'Late',
        details: null,
        wished: null,
        answerBy: now,
        settleBy: now,
        step,
      },
      now,
    );
    await realtime.query('select from remove_chat_member($1::uuid, $2::int, 0, $3::uuid, $4::text[])', [
      chatId,
      PROVIDER,
      v7(),
      ['', 'Removed.', ''],
    ]);
  }
}

/** What the receiver has to know in the end, from the tables that say what happened. */
const HAPPENED = `
  select 'message.created ' || m.id as what from messages m where m.sender_type <> 0
  union all select 'member.removed ' || c.chat_id from changes c where c.kind = 'unseated'
  union all select 'dispute.opened ' || d.event_id from dispute_events d`;

const whatOf = ({ body }: Receiver['received'][number]): string => {
  const { type, data } = body;
  return `${type} ${type.startsWith('message') ? data.message_id : type === 'member.removed' ? data.chatId : data.event_id}`;
};

async function reckon() {
  const happened = (await world.test.database.pooled.query<{ what: string }>(HAPPENED)).map(({ what }) => what);
  const idsOf = new Map<string, Set<string>>();
  for (const one of host.received) idsOf.set(whatOf(one), (idsOf.get(whatOf(one)) ?? new Set()).add(one.id));
  return {
    happened: happened.length,
    lost: happened.filter((what) => !idsOf.has(what)),
    invented: [...idsOf.keys()].filter((what) => !happened.includes(what)),
    withTwoIds: [...idsOf].filter(([, ids]) => ids.size !== 1).map(([what]) => what),
    ids: new Set(host.received.map(({ id }) => id)).size,
    repeats: host.received.length - new Set(host.received.map(({ id }) => id)).size,
  };
}

const waiting = () => world.test.database.pooled.query('select from webhook_deliveries where state = 0');

/** The steps with something to lose on both sides; with `KILL_STEPS=all` every one, which takes a minute. */
const some: readonly WebhookStep[] = ['messages handled', 'send answered', 'send recorded'];
const all: readonly WebhookStep[] = [
  'messages read',
  'messages handled',
  'messages moved',
  'changes read',
  'changes handled',
  'changes moved',
  'send read',
  'send answered',
  'send recorded',
  'send called',
];

const steps = process.env['KILL_STEPS'] === 'all' ? all : some;

describe('a server that is killed', () => {
  it('[WH4] after each step once tells everything in the end, each under one id', async () => {
    for (const step of steps) {
      const child = startChild(new URL('testing/webhook-child.ts', import.meta.url), {
        DATABASE_URL: world.test.url,
        DIE_AFTER: step,
      });
      const chats = await Promise.all([makeChat(world.test), makeChat(world.test)]);
      await happen(chats);
      await child.ended();
    }
    const healthy = await startWebhooks(world.test.database, () => undefined);
    await happen([await makeChat(world.test)]);
    await expect.poll(async () => (await reckon()).lost, { timeout: 20_000 }).toEqual([]);
    await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
    await healthy.stop();
    const { repeats, ...rest } = await reckon();
    const count = (steps.length * 2 + 1) * 5;
    expect(rest).toEqual({ happened: count, lost: [], invented: [], withTwoIds: [], ids: count });
    // Sent, and not written down: at most the requests that were under way when it died.
    expect(repeats).toBeLessThanOrEqual(steps.length * 4);
  }, 90_000);

  it('[WH4] is no different from two that tell and send the same at once', async () => {
    const servers = await Promise.all([1, 2].map(() => startWebhooks(world.test.database, () => undefined)));
    const chats = await Promise.all(Array.from({ length: 6 }, () => makeChat(world.test)));
    await happen(chats);
    await expect.poll(async () => (await reckon()).lost, { timeout: 15_000 }).toEqual([]);
    await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
    for (const server of servers) await server.stop();
    expect(await reckon()).toEqual({ happened: 30, lost: [], invented: [], withTwoIds: [], ids: 30, repeats: 0 });
  });
});

it('[WH8] what is old enough is deleted with its deliveries, a part at a time', async () => {
  const server = await startWebhooks(world.test.database, () => undefined);
  await happen(await Promise.all([makeChat(world.test), makeChat(world.test)]));
  await expect.poll(async () => (await reckon()).lost, { timeout: 15_000 }).toEqual([]);
  await server.stop();
  const before = systemClock.now() + 60_000;
  expect(await pruneEvents(world.test.database, 0, 100)).toBe(0);
  expect([
    await pruneEvents(world.test.database, before, 7),
    await pruneEvents(world.test.database, before, 7),
  ]).toEqual([7, 3]);
  expect(await world.test.database.pooled.query('select from webhook_deliveries')).toEqual([]);
});
