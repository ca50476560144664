import type { ChatActivity, ChatSummary } from '@stm-chat/protocol';
import { describe, expect, it } from 'vitest';
import type { Connections } from '../../kernel/connection.js';
import { unavailable } from '../../kernel/errors.js';
import { aloneBus } from '../../kernel/bus.js';
import { News } from '../../kernel/news.js';
import type { Publisher } from '../../kernel/publisher.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { testClock } from '../../testing/test-clock.js';
import type { ChatChanged, Chats, MemberRemoved } from '../chats/chats.api.js';
import type { Messages, MessagesChanged, MessagesCommitted } from '../messages/messages.api.js';
import { ChatPushes } from './chat-pushes.js';
import type { ChatOfUser } from './inbox.queries.js';
import type { InboxViews } from './inbox-views.js';

const fail = (error: unknown): never => {
  throw error;
};

/** The world around the pushes: what was read and published, and a gate that reads wait at. */
function pushes(online: number[], outside: number[] = online) {
  const clock = testClock();
  const chatChanged = new News<ChatChanged>(fail);
  const memberRemoved = new News<MemberRemoved>(fail);
  const committed = new News<MessagesCommitted>(fail);
  const changed = new News<MessagesChanged>(fail);
  const read: string[] = [];
  const sent: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const gate = () =>
    new Promise<void>((resolve, reject) => waiting.push((error) => (error ? reject(error) : resolve())));
  const reads = (kind: string) => async (users: readonly ChatOfUser[]) => {
    read.push(`${kind} ${users.map(({ chatId, userId }) => `${chatId}${userId}`).join(' ')}`);
    await gate();
    return users.map((user) => ({ ...user, view: {} }));
  };
  const views = { summaries: reads('summaries'), activities: reads('activities') };
  const here: Pick<Publisher, 'toUsers' | 'toUserOutside'> = {
    toUsers: (users) => void sent.push(`${clock.now()} summary to ${users.join()}`),
    toUserOutside: (chatId, user) => void sent.push(`${clock.now()} activity of ${chatId} to ${user}`),
  };
  const connections = {
    isOnline: (userId: number) => online.includes(userId),
    isOutside: (_: string, userId: number) => outside.includes(userId),
  };
  const made = new ChatPushes(
    { chatChanged, memberRemoved } as unknown as Chats,
    { committed, changed } as unknown as Messages,
    clock,
    connections as unknown as Connections,
    { here } as Publisher,
    silentLogger,
    views as unknown as InboxViews & { view: ChatSummary | ChatActivity },
    aloneBus,
  );
  return {
    clock,
    read,
    sent,
    pushes: made,
    changed: (chatId: string, memberIds: number[]) => chatChanged.tell({ chatId, memberIds, kind: 'members' }),
    removed: (chatId: string, userId: number) => memberRemoved.tell({ chatId, userId }),
    spoke: (chatId: string, memberIds: number[]) => committed.tell({ chatId, memberIds, messages: [] }),
    edited: (chatId: string, memberIds: number[], kind: MessagesChanged['kind']) =>
      changed.tell({ chatId, memberIds, kind, messages: [] }),
    /** Lets the reads that wait go on (or fail), and what follows from them. */
    async answer(error?: Error) {
      for (const go of waiting.splice(0)) go(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('chat_updated', () => {
  it('[CU2] reads nothing where nobody has a device to be told', async () => {
    const nobody = pushes([]);
    nobody.spoke('a', [1, 2]);
    nobody.changed('a', [1, 2]);
    await nobody.answer();
    expect(nobody.read).toEqual([]);

    const allJoined = pushes([1, 2], []);
    allJoined.spoke('a', [1, 2]);
    await allJoined.answer();
    expect(allJoined.read).toEqual([]);
  });

  it('[CU3] is told at once, then once per second after it was sent, and of the last message', async () => {
    const world = pushes([1, 2], [2]);
    world.spoke('a', [1, 2]);
    expect(world.read).toEqual(['activities a2']);
    await world.answer();
    for (let n = 0; n < 14; n++) {
      world.clock.advance(100);
      world.spoke('a', [1, 2]);
      await world.answer();
    }
    for (let n = 0; n < 30; n++) {
      world.clock.advance(100);
      await world.answer();
    }
    expect(world.sent).toEqual(['0 activity of a to 2', '1000 activity of a to 2', '2000 activity of a to 2']);
  });

  it('reads chats that moved during a read together in the next one, each once', async () => {
    const world = pushes([1, 2]);
    world.changed('a', [1]);
    world.changed('b', [1, 2]);
    world.spoke('b', [1, 2]);
    world.spoke('c', [2]);
    world.changed('b', [1, 2]);
    expect(world.read).toEqual(['summaries a1']);
    await world.answer();
    expect(world.read.slice(1)).toEqual(['summaries b1 b2', 'activities c2']);
    await world.answer();
    expect(world.sent).toEqual(['0 summary to 1', '0 summary to 1', '0 summary to 2', '0 activity of c to 2']);
  });

  it('[ME3] does not reach who was removed while it was read', async () => {
    const world = pushes([1, 2]);
    world.changed('a', [1, 2]);
    world.spoke('b', [1, 2]);
    world.removed('a', 2);
    await world.answer();
    world.removed('b', 1);
    await world.answer();
    expect(world.sent).toEqual(['0 summary to 1', '0 activity of b to 2']);
    world.changed('a', [1, 2]);
    await world.answer();
    expect(world.sent.slice(2)).toEqual(['0 summary to 1', '0 summary to 2']);
  });

  it('[CU3] is told when the database is back', async () => {
    const world = pushes([1]);
    world.spoke('a', [1]);
    await world.answer(unavailable('The database is away.'));
    world.spoke('b', [1]);
    expect(world.read).toHaveLength(1);
    world.clock.advance(1000);
    expect(world.read.at(-1)).toBe('activities a1 b1');
    await world.answer();
    expect(world.sent).toEqual(['1000 activity of a to 1', '1000 activity of b to 1']);
  });

  it('does not try again what would fail again, and goes on', async () => {
    const world = pushes([1]);
    world.changed('a', [1]);
    await world.answer(new Error('a mistake of ours'));
    world.clock.advance(1000);
    world.changed('b', [1]);
    await world.answer();
    expect(world.sent).toEqual(['1000 summary to 1']);
  });

  it('[ED3] follows edits and deletions too, so that no device goes on showing what was said', async () => {
    const world = pushes([1]);
    world.edited('a', [1], 'deleted');
    world.edited('b', [1], 'edited');
    world.edited('c', [1], 'reacted');
    await world.answer();
    await world.answer();
    expect(world.sent).toEqual(['0 activity of a to 1', '0 activity of b to 1']);
  });

  it('stops with the server', async () => {
    const world = pushes([1]);
    world.spoke('a', [1]);
    world.spoke('a', [1]);
    world.pushes.onApplicationShutdown();
    await world.answer();
    world.clock.advance(10_000);
    expect(world.read).toHaveLength(1);
  });
});
