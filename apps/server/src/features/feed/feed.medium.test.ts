import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { databasePerTest } from '../../database/testing/database-per-test.js';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { testClock } from '../../testing/test-clock.js';
import { FeedSession } from './feed-session.js';
import { FeedSessions } from './feed-sessions.js';
import { Follower, type FollowerStep } from './follower.js';

const test = databasePerTest();
const { toEnd } = test;

const CHAT = '0190a1b2-0000-7000-8000-000000000001';

const change = (revision: number) => JSON.stringify({ chats: [{ chat: CHAT, revision, kind: 'edit', seq: 1 }] });

async function commit(revision: number): Promise<void> {
  await test.database.pooled.query('insert into feed (payload) values ($1)', [change(revision)]);
}

/** A connection with a transaction under way that has written entry `revision`. */
async function uncommitted(revision: number): Promise<Client> {
  const client = new Client(test.url);
  await client.connect();
  await client.query('begin');
  await client.query('insert into feed (payload) values ($1)', [change(revision)]);
  return client;
}

async function session(silentMs?: number): Promise<FeedSession> {
  const opened = await FeedSession.open(test.database, silentMs);
  toEnd.push(() => opened.close());
  return opened;
}

/** A server of its own that follows as `name`; `seen` are the revisions that it was given, in order. */
async function server(name: string, more: { die?: (step: FollowerStep) => void; clock?: typeof systemClock } = {}) {
  const seen: number[] = [];
  const time = more.clock ?? systemClock;
  let rests = 0;
  const clock: Clock = { ...time, after: (ms, action) => ((rests += 1), time.after(ms, action)) };
  const sessions = new FeedSessions(test.database, time, () => [name]);
  const follower = new Follower({
    name,
    sessions,
    clock,
    logger: silentLogger,
    ...(more.die === undefined ? {} : { afterStep: more.die }),
    handler: async ({ changes }) => {
      seen.push(...changes.map(({ revision }) => revision));
    },
  });
  await sessions.current();
  follower.start();
  const stop = async () => {
    await follower.stop();
    await sessions.close();
  };
  toEnd.push(stop);
  /** Has it look, and waits until it rests again. */
  const look = async () => {
    await expect.poll(() => rests).toBeGreaterThan(0);
    rests = 0;
    follower.wake();
    await expect.poll(() => rests).toBeGreaterThan(0);
  };
  return { seen, follower, stop, look };
}

describe('a follower', () => {
  it('[GC7] is given nothing before what committed late, and then all of it once', async () => {
    const { seen, look } = await server('a');
    await commit(1);
    await expect.poll(() => seen).toEqual([1]);
    const late = await uncommitted(2);
    const aborted = await uncommitted(3);
    await commit(4);
    await look();
    expect(seen).toEqual([1]);
    await aborted.query('rollback');
    await late.query('commit');
    await Promise.all([late.end(), aborted.end()]);
    await expect.poll(() => seen).toEqual([1, 2, 4]);
  });

  it('begins with what is committed from then on, and goes on where it was', async () => {
    await commit(1);
    // A follower begins at the oldest running transaction, and other tests run some in the same cluster.
    const unsettled = 'select 1 from feed where xid >= pg_snapshot_xmin(pg_current_snapshot())';
    await expect.poll(async () => (await test.database.pooled.query(unsettled)).length).toBe(0);
    const first = await server('a');
    await commit(2);
    await expect.poll(() => first.seen).toEqual([2]);
    await first.stop();
    await commit(3);
    const second = await server('a');
    await expect.poll(() => second.seen).toEqual([3]);
  });

  it('looks at once when it is woken, and at the latest after half a second', async () => {
    const clock = testClock();
    const { seen, follower } = await server('a', { clock });
    await commit(1);
    // No timer runs; it is woken again, since other tests' transactions may hold the entry back for a moment.
    await expect
      .poll(() => {
        follower.wake();
        return seen;
      })
      .toEqual([1]);
    await commit(2);
    await expect
      .poll(() => {
        clock.advance(500);
        return seen;
      })
      .toEqual([1, 2]);
  });

  it.each<FollowerStep>(['read', 'handled', 'moved'])(
    '[GC7] that dies after the step "%s" loses nothing',
    async (deadly) => {
      let deaths = 0;
      const clock = testClock();
      const { seen, follower } = await server('a', {
        clock,
        die: (step) => {
          if (step !== deadly || deaths === 2) return;
          deaths += 1;
          throw new Error('died here');
        },
      });
      await commit(1);
      follower.wake();
      await expect
        .poll(() => {
          clock.advance(60_000);
          return deaths === 2 || deadly === 'moved' ? seen : [];
        })
        .toEqual({ read: [1], handled: [1, 1, 1], moved: [1] }[deadly]);
      await commit(2);
      await expect
        .poll(() => {
          clock.advance(60_000);
          return seen.at(-1);
        })
        .toBe(2);
    },
  );
});

describe('several servers', () => {
  it('follow one at a time, and another takes over when the session of the first is gone', async () => {
    const first = await server('a');
    await commit(1);
    await expect.poll(() => first.seen).toEqual([1]);
    const second = await server('a');
    await commit(2);
    await expect.poll(() => first.seen).toEqual([1, 2]);
    expect(second.seen).toEqual([]);
    await first.stop();
    await commit(3);
    await expect.poll(() => second.seen).toEqual([3]);
  });

  it('lose no entry when connections are killed all the time', async () => {
    const servers = [await server('a'), await server('a')];
    let committed = 0;
    for (let round = 0; round < 6; round += 1) {
      for (let nth = 0; nth < 20; nth += 1) await commit((committed += 1));
      await test.database.pooled.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '%feed'",
      );
    }
    const all = Array.from({ length: committed }, (_, index) => index + 1);
    const given = () => [...new Set(servers.flatMap(({ seen }) => seen))].toSorted((a, b) => a - b);
    await expect.poll(given, { timeout: 15_000 }).toEqual(all);
  });

  it('get the lock of one that went silent', async () => {
    const silent = await session(200);
    expect(await silent.lead('a')).toBe(true);
    const other = await session();
    expect(await other.lead('a')).toBe(false);
    await expect.poll(() => other.lead('a')).toBe(true);
    expect(silent.lost).toBe(true);
    await expect(silent.move('a', { xid: '1', id: 1 })).rejects.toThrow(
      /terminat|closed|not queryable|has encountered/i,
    );
  });
});
