import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import type { Channel } from './delivery.api.js';
import { claim, finish, type Hop, type Place } from './delivery.repository.js';
import { recordingChannel, startDeliverer } from './testing/deliverer.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
const toEnd: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  server = await startTestServer({ JOBS_IN: 'worker' });
});
afterAll(() => server.close());
beforeEach(async () => {
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo' });
  chatId = await server.chat(customer, provider);
});
afterEach(async () => {
  for (const end of toEnd.splice(0)) await end();
  await server.database.pooled.query('delete from stm_chat_jobs._private_jobs');
  await server.database.pooled.query('delete from delivery_queue');
});

async function deliverer(channels: readonly Channel[], now?: () => number): Promise<void> {
  const clock = now === undefined ? systemClock : { ...systemClock, now };
  const { stop } = await startDeliverer(server.database, channels, clock);
  toEnd.push(stop);
}

const send = async (message: string, user = customer) =>
  (await server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message })).body;
const read = () => server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {});

/** The steps of one channel for the provider, in order. */
const steps = async (channel = 'push') =>
  (
    await server.database.pooled.query<{ step: string; why: string | null }>(
      `select step, detail ->> 'why' as why from delivery_hops where user_id = $1 and channel = $2 order by id`,
      [provider.id, channel],
    )
  ).map(({ step, why }) => (why === null ? step : `${step}: ${why}`));

/** What waits for its time, or its next try, is due now, and looked for at once. */
const makeDue = async () => {
  await server.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');
  await server.database.pooled.query(`select pg_notify('jobs:insert', '{"count":5}')`);
};
/** The same, once the job that said so has ended: only then does it wait for its next try. */
async function makeDueOnceFree(): Promise<void> {
  const locked = 'select from stm_chat_jobs._private_jobs where locked_at is not null';
  await expect.poll(() => server.database.pooled.query(locked), { timeout: 8000 }).toEqual([]);
  await makeDue();
}

describe('a notification', () => {
  it('[DV1] is delivered to every target, once, and counts up', async () => {
    const push = recordingChannel({ targets: ['phone', 'tablet'] });
    await deliverer([push.channel]);
    await send('one');
    await expect.poll(() => push.delivered.length, { timeout: 5000 }).toBe(2);
    expect(push.delivered.map(({ targetId }) => targetId).toSorted()).toEqual(['phone', 'tablet']);
    expect(push.delivered[0]).toMatchObject({
      userId: provider.id,
      preview: true,
      upto: 1,
      again: false,
      notification: { type: 'message', chatId, title: 'Carla', body: 'one', count: 1 },
    });
    await send('two');
    await expect.poll(() => push.delivered.length, { timeout: 5000 }).toBe(4);
    expect(push.delivered.slice(2).every(({ upto, notification }) => upto === 2 && notification.count === 2)).toBe(
      true,
    );
    await expect.poll(() => steps(), { timeout: 5000 }).toEqual(expect.arrayContaining(['due', 'begun', 'sent']));
  });

  it('[DV2] is delivered once by two workers at the same time', async () => {
    const one = recordingChannel();
    const other = recordingChannel();
    await Promise.all([deliverer([one.channel]), deliverer([other.channel])]);
    for (let n = 0; n < 5; n += 1) await send(`message ${n}`);
    const uptos = () => [...one.delivered, ...other.delivered].map(({ upto }) => upto).toSorted((a, b) => a - b);
    await expect.poll(uptos, { timeout: 5000 }).toContain(5);
    await expect
      .poll(() =>
        server.database.pooled.query('select from stm_chat_jobs.jobs where task_identifier = $1', ['delivery_send']),
      )
      .toEqual([]);
    expect(new Set(uptos()).size).toBe(uptos().length);
  });

  it('[DV3] that was read before it is due is delivered nowhere', async () => {
    const mail = recordingChannel({ name: 'mail', delayMs: 900_000 });
    await deliverer([mail.channel]);
    await send('one');
    await expect.poll(() => steps('mail'), { timeout: 5000 }).toEqual(['held: stays_unread']);
    await read();
    await makeDue();
    await expect.poll(() => steps('mail'), { timeout: 8000 }).toEqual(['held: stays_unread', 'dropped: read']);
    expect(mail.delivered).toEqual([]);
  });

  it('[DV4] that is read after it was delivered is taken back, once', async () => {
    const push = recordingChannel();
    await deliverer([push.channel]);
    await send('one');
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('sent');
    await read();
    await expect.poll(() => push.withdrawn, { timeout: 5000 }).toMatchObject([{ targetId: 'phone', chatId, upto: 1 }]);
    await send('two');
    await expect.poll(() => push.delivered.length, { timeout: 5000 }).toBe(2);
    expect(push.withdrawn).toHaveLength(1);
  });

  it('[DV4] is taken back once more when the way did not answer', async () => {
    let tries = 0;
    const push = recordingChannel({
      answerWithdrawal: () => {
        tries += 1;
        if (tries === 1) throw new Error('the connection broke');
        return tries === 2 ? { kind: 'later', why: 'HTTP 503' } : { kind: 'sent' };
      },
    });
    await deliverer([push.channel]);
    await send('one');
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('sent');
    await read();
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('later: no answer');
    await makeDueOnceFree();
    await expect.poll(() => steps(), { timeout: 8000 }).toContain('later: HTTP 503');
    await makeDueOnceFree();
    await expect.poll(() => steps(), { timeout: 8000 }).toContain('withdrawn');
    expect(push.withdrawn.map(({ upto }) => upto)).toEqual([1, 1, 1]);
  });

  it('[DV4] is taken back although the server that took the reading was killed before it could say so', async () => {
    const push = recordingChannel();
    await deliverer([push.channel]);
    await send('one');
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('sent');
    // The reading is committed, and nobody says so.
    await server.database.realtime.query(
      'select from move_receipts(array[$1::uuid], array[$2::int], array[1::bigint], array[0::bigint])',
      [chatId, provider.id],
    );
    await makeDueOnceFree();
    await expect.poll(() => push.withdrawn, { timeout: 8000 }).toMatchObject([{ chatId, upto: 1 }]);
    const unread = 'select from notifications where user_id = $1 and read_at is null';
    expect(await server.database.pooled.query(unread, [provider.id])).toEqual([]);
  });

  it('[DV5] is tried again when the way says so or does not answer, and says that it may have arrived', async () => {
    let tries = 0;
    const push = recordingChannel({
      answer: () => {
        tries += 1;
        if (tries === 1) return { kind: 'later', why: 'HTTP 503', at: new Date(Date.now() + 3_600_000) };
        if (tries === 2) throw new Error('the connection broke');
        return { kind: 'sent' };
      },
    });
    await deliverer([push.channel]);
    await send('one');
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('later: HTTP 503');
    const due = () =>
      server.database.pooled.query<{ ms: number }>(
        `select extract(epoch from run_at - now())::float8 as ms from stm_chat_jobs.jobs where task_identifier = 'delivery_send'`,
      );
    await expect.poll(async () => (await due())[0]?.ms, { timeout: 5000 }).toBeGreaterThan(3000);
    await makeDue();
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('later: no answer');
    await expect.poll(async () => (await due()).length).toBe(1);
    await makeDue();
    await expect.poll(() => steps(), { timeout: 5000 }).toContain('sent');
    expect(push.delivered.map(({ again, upto }) => ({ again, upto }))).toEqual([
      { again: false, upto: 1 },
      { again: false, upto: 1 },
      { again: true, upto: 1 },
    ]);
  });

  const prefs = (change: object) => server.rest(provider.token, 'PUT', '/api/notifications/preferences', change);

  it('[NP4][NP6] waits for the end of quiet hours, also where clocks change; what was muted by then never comes', async () => {
    // Madrid puts its clocks forward at 01:00Z: this night ends at 05:00Z.
    let now = Date.parse('2026-03-28T21:00:00Z');
    const push = recordingChannel();
    await deliverer([push.channel], () => now);
    await prefs({ quiet_hours: { from: '22:00', to: '07:00' }, time_zone: 'Europe/Madrid' });
    await send('at night');
    const held = async () =>
      server.database.pooled.query(
        `select detail ->> 'at' as at from delivery_hops where user_id = $1 and step = 'held'`,
        [provider.id],
      );
    await expect.poll(held, { timeout: 5000 }).toEqual([{ at: '2026-03-29T05:00:00.000Z' }]);
    now = Date.parse('2026-03-29T04:59:59Z');
    await makeDue();
    await expect.poll(async () => (await held()).length, { timeout: 8000 }).toBe(2);
    expect(push.delivered).toEqual([]);
    now = Date.parse('2026-03-29T05:00:00Z');
    await makeDue();
    await expect.poll(() => push.delivered.length, { timeout: 8000 }).toBe(1);

    now = Date.parse('2026-03-29T21:00:00Z');
    await send('the next night');
    await expect.poll(async () => (await held()).length, { timeout: 5000 }).toBe(3);
    await prefs({ muted_until: '2999-01-01T00:00:00Z' });
    now = Date.parse('2026-03-30T05:00:00Z');
    await makeDue();
    await expect.poll(() => steps(), { timeout: 8000 }).toContain('dropped: muted');
    await prefs({ muted_until: null });
    await makeDue();
    expect(push.delivered).toHaveLength(1);
  });

  it('[NP3][NP4] waits for the end of its chat’s own quiet hours, and rings at night in a chat that has none', async () => {
    // In the night in which Madrid puts its clocks back at 01:00Z: this chat is quiet from 01:30 to 03:30, an hour longer.
    let now = Date.parse('2026-10-24T23:45:00Z');
    const push = recordingChannel();
    await deliverer([push.channel], () => now);
    await prefs({ quiet_hours: { from: '22:00', to: '07:00' }, time_zone: 'Europe/Madrid' });
    const ofChat = (quiet_hours: unknown) =>
      server.rest(provider.token, 'PUT', `/api/chat/${chatId}/notification-preferences`, { quiet_hours });
    await ofChat({ from: '01:30', to: '03:30' });
    await send('in its own hours');
    const held = () =>
      server.database.pooled.query(
        `select detail ->> 'at' as at from delivery_hops where user_id = $1 and step = 'held'`,
        [provider.id],
      );
    await expect.poll(held, { timeout: 5000 }).toEqual([{ at: '2026-10-25T02:30:00.000Z' }]);
    now = Date.parse('2026-10-25T02:30:00Z');
    await makeDue();
    await expect.poll(() => push.delivered.length, { timeout: 8000 }).toBe(1);
    // 04:00 there: in the quiet hours for all, and past those of the chat.
    now = Date.parse('2026-10-25T03:00:00Z');
    await send('past its own hours');
    await expect.poll(() => push.delivered.length, { timeout: 8000 }).toBe(2);
    await ofChat('none');
    await send('it has none');
    await expect.poll(() => push.delivered.length, { timeout: 8000 }).toBe(3);
    await ofChat(null);
    await send('as for all');
    await expect.poll(async () => (await held()).length, { timeout: 8000 }).toBe(2);
    expect(push.delivered).toHaveLength(3);
  });
});

describe('a claim', () => {
  it('[DV2][DV3] is given to one of many at once, to nobody for what is delivered or read, and again to who began', async () => {
    await server.database.pooled.query('delete from delivery_queue');
    await send('one');
    const raised = () =>
      server.database.pooled.query<{ id: string }>(
        'select id from notifications where user_id = $1 and chat_id = $2 and read_at is null',
        [provider.id, chatId],
      );
    await expect.poll(async () => (await raised()).length, { timeout: 5000 }).toBe(1);
    const [notification] = await raised();
    const place: Place = {
      notificationId: notification?.id ?? '',
      userId: provider.id,
      channel: 'push',
      target: 'phone',
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, job) =>
        claim(server.database, place, job + 1).then((answer) => ({ ...answer, job: job + 1 })),
      ),
    );
    const [winner, ...others] = answers.filter(({ outcome }) => outcome === 'claimed');
    expect(winner).toMatchObject({ upto: 1, again: false });
    expect(others).toEqual([]);
    expect(answers.filter(({ outcome }) => outcome === 'busy')).toHaveLength(19);
    expect(await claim(server.database, place, winner?.job ?? 0)).toEqual({ outcome: 'claimed', upto: 1, again: true });
    const hop: Hop = { ...place, step: 'sent', detail: {} };
    await finish(server.database, place, 1, hop);
    expect(await claim(server.database, place, 77)).toEqual({ outcome: 'done' });
    await send('two');
    await expect.poll(async () => (await claim(server.database, place, 78)).outcome, { timeout: 5000 }).toBe('claimed');
    await read();
    expect(await claim(server.database, place, 79)).toEqual({ outcome: 'nothing' });
    expect(await claim(server.database, place, 78)).toEqual({ outcome: 'nothing' });
  });
});
