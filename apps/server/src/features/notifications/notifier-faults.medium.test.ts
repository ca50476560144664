import { describe, expect, it, vi } from 'vitest';
import { startChild } from '../../testing/child-process.js';
import type { FollowerStep } from '../feed/follower.js';
import { CUSTOMER, makeChat, PROVIDER, request } from '../messages/testing/appender-fixture.js';
import { writtenWorld } from '../messages/testing/written-world.js';
import { readNotifications } from './notifications.queries.js';
import { settleNotifications } from './notifications.repository.js';
import { notifierHandler, type NotifierOptions, startNotifier } from './testing/notifier-fixture.js';

const world = writtenWorld();

async function worker(options: NotifierOptions = {}) {
  const started = await startNotifier(world.test.database, options);
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= started.stop());
  world.toEnd(stop);
  return { ...started, stop };
}

async function makeChats(count: number): Promise<string[]> {
  const chats: string[] = [];
  while (chats.length < count) {
    const some = Array.from({ length: Math.min(20, count - chats.length) }, () => makeChat(world.test));
    chats.push(...(await Promise.all(some)));
  }
  return chats;
}

let sends = 0;

/** One message into each of the next `count` chats in turn; both write, the customer three times as much. */
async function sendMany(chats: readonly string[], count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, () => {
      const nth = (sends += 1);
      const chatId = chats[nth % chats.length] ?? '';
      return world.appender.append(request(chatId, `text ${nth}`, { senderId: nth % 4 === 3 ? PROVIDER : CUSTOMER }));
    }),
  );
}

/** Waits until every member was told of everything. */
async function allTold(): Promise<void> {
  const behind = () =>
    world.test.database.pooled.query(
      'select from notification_marks k join chats c on c.id = k.chat_id where k.told_seq < c.last_seq',
    );
  await expect.poll(behind, { timeout: 15_000 }).toEqual([]);
}

// While nobody mutes or opens a chat, a notification counts what is unread, and there is one exactly where something is.
const RECOUNT = `
  select m.chat_id, m.user_id, u.unread,
    coalesce((select count_telling(m, n.spans, coalesce(r.read_seq, 0)) from notifications n
      where n.user_id = m.user_id and n.chat_id = m.chat_id and n.read_at is null), 0) as told
  from chat_members m
  join chats c on c.id = m.chat_id
  left join receipts r on r.chat_id = m.chat_id and r.user_id = m.user_id
  cross join lateral unread_of(c, m, coalesce(r.read_seq, 0)) u`;

async function recount() {
  const rows = await world.test.database.pooled.query<{ unread: number; told: number }>(RECOUNT);
  return {
    members: rows.length,
    unread: rows.reduce((sum, row) => sum + row.unread, 0),
    wrong: rows.filter(({ unread, told }) => unread !== told),
  };
}

describe('a worker that dies', () => {
  it.each<FollowerStep>(['read', 'handled', 'moved'])(
    '[NO7] after the step "%s" of every round has told everything once in the end',
    async (deadly) => {
      // More chats than messages: a later message of a chat would make up for one that was lost.
      const chats = await makeChats(60);
      let deaths = 0;
      const dying = await worker({
        afterStep: (step) => {
          if (step !== deadly) return;
          deaths += 1;
          throw new Error('died here');
        },
      });
      await sendMany(chats, 30);
      await expect.poll(() => deaths).toBeGreaterThan(0);
      await dying.stop();
      await worker();
      await allTold();
      expect(await recount()).toEqual({ members: 120, unread: 30, wrong: [] });
    },
  );

  it('[NO7] by SIGKILL, again and again in the middle of its work, loses none and doubles none', async () => {
    const chats = await makeChats(500);
    let sent = 0;
    for (const steps of [2, 9, 16]) {
      const child = startChild(new URL('testing/notifier-child.ts', import.meta.url), { DATABASE_URL: world.test.url });
      await child.says('ready');
      while (child.lines.length < steps) {
        await sendMany(chats, 40);
        sent += 40;
      }
      await Promise.all([child.kill('SIGKILL'), sendMany(chats, 40)]);
      sent += 40;
      const left = await world.test.database.pooled.query(
        'select from feed f, feed_followers m where (f.xid, f.id) > (m.xid, m.id)',
      );
      expect(left.length).toBeGreaterThan(0);
    }
    await worker();
    await allTold();
    expect(await recount()).toEqual({ members: 1000, unread: sent, wrong: [] });
  }, 60_000);

  it('[NO7] whose place another one took while it worked does no harm', async () => {
    const chats = await makeChats(30);
    await worker();
    const messages = chats.map((chatId) => ({ chatId, from: 1, to: 3 }));
    for (let round = 0; round < 3; round += 1) await sendMany(chats, 30);
    const handle = notifierHandler(world.test.database);
    // As followers do it: what waited too long for a row is tried again.
    const take = (some: typeof messages) =>
      vi.waitFor(() => handle({ messages: some, changes: [], since: new Date() }), { timeout: 15_000 });
    await Promise.all([take(messages), take(messages.toReversed()), take(messages)]);
    await allTold();
    expect(await recount()).toEqual({ members: 60, unread: 90, wrong: [] });
  });

  it('[NO7] on one server while another one lives: sessions are cut, and all is told once', async () => {
    const chats = await makeChats(8);
    await worker();
    await worker();
    for (let round = 0; round < 8; round += 1) {
      await Promise.all([
        sendMany(chats, 48),
        world.test.database.pooled.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '%feed'",
        ),
      ]);
    }
    await allTold();
    expect(await recount()).toEqual({ members: 16, unread: 8 * 48, wrong: [] });
  });
});

describe('reading', () => {
  it('[NO5] that the server did not live to write down is told with the next message', async () => {
    const [chatId = ''] = await makeChats(1);
    const announced: string[] = [];
    await worker({ announce: (some) => announced.push(...some.map(({ id }) => id)) });
    await sendMany([chatId], 1);
    await expect.poll(() => announced).toHaveLength(1);
    const [old = ''] = announced;
    const reader = sends % 4 === 3 ? CUSTOMER : PROVIDER;
    await world.test.database.realtime.query(
      'select from move_receipts(array[$1::uuid], array[$2::int], array[1::bigint], array[0::bigint])',
      [chatId, reader],
    );
    // Whoever asks sees it at once.
    expect(await readNotifications(world.test.database, [old])).toMatchObject([
      { read_at: expect.any(Date), count: 1 },
    ]);
    await world.appender.append(request(chatId, 'next', { senderId: reader === CUSTOMER ? PROVIDER : CUSTOMER }));
    await expect.poll(() => announced).toHaveLength(3);
    expect(announced.slice(1)).toContain(old);
    const rows = await readNotifications(world.test.database, announced);
    const say = rows.map(
      ({ id, read_at, body }) => `${id === old ? 'old' : 'new'} ${read_at === null ? 'unread' : 'read'} ${body}`,
    );
    expect(say.toSorted()).toEqual(['new unread next', expect.stringMatching(/^old read text/)]);
  });

  it('[NO5][NO9] that races with sending and telling leaves exactly what is unread', async () => {
    const chats = await makeChats(4);
    const { wake } = await worker();
    const settling: Promise<unknown>[] = [];
    for (let round = 0; round < 25; round += 1) {
      const sending = sendMany(chats, 16);
      wake();
      for (const chatId of chats) {
        const userId = round % 2 === 0 ? PROVIDER : CUSTOMER;
        settling.push(
          (async () => {
            const upto = round % 5 === 0 ? 1_000_000 : round * 4;
            await world.test.database.realtime.query(
              'select from move_receipts(array[$1::uuid], array[$2::int], array[$3::bigint], array[0::bigint])',
              [chatId, userId, upto],
            );
            // Every third time the server dies before it has written down that the notification is cleared.
            if (round % 3 > 0)
              await settleNotifications(world.test.database, [{ chatId, userId, seq: null }], Date.now());
          })(),
        );
      }
      await sending;
    }
    await Promise.all(settling);
    await allTold();
    expect((await recount()).wrong).toEqual([]);
    await sendMany(chats, 4);
    await allTold();
    const { wrong, unread } = await recount();
    expect(wrong).toEqual([]);
    expect(unread).toBeGreaterThan(0);
  });
});
