import { expect, it } from 'vitest';
import type { Clock } from '../../kernel/clock.js';
import { silentLogger } from '../../ops/pino-logger.js';
import type { FeedAhead } from './feed.mapper.js';
import type { FeedPortion } from './feed-session.js';
import type { FeedSessions } from './feed-sessions.js';
import { Follower } from './follower.js';
import { Load } from './load.js';

const CHAT = '0190a1b2-0000-7000-8000-000000000001';

/** Entries of a hundred messages each, all written at the time 0: of them what is read (`functions/feed.sql`). */
function ahead(there: number, { entries, messages }: FeedPortion): FeedAhead {
  const found = Math.min(there, entries);
  const done = messages === null ? found : Math.min(found, Math.ceil(messages / 100));
  const batch = { messages: [{ chatId: CHAT, from: 1, to: done * 100 }], changes: [], since: new Date(0) };
  return { found, page: { entries: done, end: { xid: '1', id: done }, batch } };
}

/** Runs one round that takes `workMs`. @returns how many messages it was given, and how long it rests */
async function round(options: { givesWay: boolean; isBusy: boolean; workMs: number; at: number; entries?: number }) {
  let now = options.at;
  let given = 0;
  let moved = 0;
  const session = {
    lead: () => Promise.resolve(true),
    read: (_: string, portion: FeedPortion) => Promise.resolve(ahead(options.entries ?? 40, portion)),
    move: (_: string, { id }: { id: number }) => Promise.resolve(void (moved = id)),
  };
  const rested = new Promise<number>((resolve) => {
    const clock: Clock = { now: () => now, after: (ms) => (resolve(ms), () => undefined) };
    const follower = new Follower({
      name: 'a',
      sessions: { current: () => Promise.resolve(session) } as unknown as FeedSessions,
      givesWay: options.givesWay,
      isBusy: () => options.isBusy,
      clock,
      logger: silentLogger,
      handler: ({ messages }) => {
        given = messages[0]?.to ?? 0;
        now += options.workMs;
        return Promise.resolve();
      },
    });
    follower.start();
  });
  return { restMs: await rested, given, moved };
}

const waiting = { workMs: 30, at: 1000 };

it('a follower that gives way takes a small bite and a long rest while there is load', async () => {
  expect(await round({ givesWay: true, isBusy: true, ...waiting })).toEqual({ restMs: 2970, given: 200, moved: 2 });
});

it('and works half of the time when there is none, and a fifth when it is minutes behind', async () => {
  expect(await round({ givesWay: true, isBusy: false, ...waiting, workMs: 300 })).toMatchObject({ restMs: 300 });
  expect(await round({ givesWay: true, isBusy: true, ...waiting, workMs: 300, at: 400_000 })).toMatchObject({
    restMs: 1200,
  });
});

it('and goes on soon after a whole bite, unless it gives way; after less it waits for what comes', async () => {
  const quick = { ...waiting, workMs: 1 };
  expect(await round({ givesWay: true, isBusy: false, ...quick })).toMatchObject({ given: 200, restMs: 20 });
  expect(await round({ givesWay: true, isBusy: true, ...quick, at: 400_000 })).toMatchObject({ restMs: 20 });
  expect(await round({ givesWay: true, isBusy: true, ...quick })).toMatchObject({ restMs: 200 });
  expect(await round({ givesWay: true, isBusy: false, ...quick, entries: 1 })).toMatchObject({
    given: 100,
    restMs: 200,
  });
});

it('one whose work is due takes everything, and is slower under load, but well within a second', async () => {
  expect(await round({ givesWay: false, isBusy: false, ...waiting })).toEqual({ restMs: 200, given: 4000, moved: 40 });
  expect(await round({ givesWay: false, isBusy: true, ...waiting })).toEqual({ restMs: 600, given: 4000, moved: 40 });
});

it('there is load from two hundred messages a second on, and until a second without', () => {
  const load = new Load();
  load.add(199, 10_000);
  expect(load.isHigh(10_500)).toBe(false);
  load.add(1, 10_600);
  expect(load.isHigh(10_700)).toBe(true);
  expect(load.isHigh(11_500)).toBe(true);
  expect(load.isHigh(13_000)).toBe(false);
});
