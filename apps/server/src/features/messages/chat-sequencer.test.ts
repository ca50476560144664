import type { Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { type ChatAt, ChatSequencer, type Reading } from './chat-sequencer.js';
import type { Frame } from './sequence.rules.js';
import { wireMessage } from './testing/wire-message.js';

const CHAT = 'chat';
const MEMBERS = [1, 2];

/** A chat in a database, and what a client that joined it is shown. */
function world() {
  const clock = testClock();
  const stored: Message[] = [];
  const published: Frame[] = [];
  const failures: unknown[] = [];
  const state = { revision: 0, joined: false, gaps: 0, readings: 0 };
  const ports = {
    read: async (chats: readonly ChatAt[]): Promise<readonly Reading[]> => chats.map((at) => readFrom(at)),
    publish: (_chatId: string, _memberIds: readonly number[], frame: Frame) => void published.push(frame),
    isJoined: () => state.joined,
    onGap: () => void state.gaps++,
    onReadFailed: (error: unknown) => void failures.push(error),
  };
  const sequencer = new ChatSequencer({ ...ports, read: (chats) => ports.read(chats) }, clock);
  const readFrom = (at: ChatAt): Reading => {
    state.readings++;
    return {
      chatId: at.chatId,
      memberIds: MEMBERS,
      messages: stored.filter(({ seq, revision }) => seq > at.seq || revision > at.revision),
      until: position(),
      complete: true,
    };
  };
  const position = () => ({ seq: stored.length, revision: state.revision });
  return {
    clock,
    sequencer,
    ports,
    state,
    stored,
    published,
    failures,
    readFrom,
    /** Commits a message, or a change of one; gives it as the statement left it. */
    write(seq = stored.length + 1): Message {
      const message = wireMessage(seq, ++state.revision);
      stored[seq - 1] = message;
      return message;
    },
    offer: (...messages: Message[]) => sequencer.offer(CHAT, MEMBERS, messages),
    /** @param meanwhile happens after the member has looked, before it is in the room */
    async join(meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
      await sequencer.joining(CHAT, async () => {
        const { seq, revision } = position();
        await meanwhile();
        state.joined = true;
        return { last_seq: seq, revision };
      });
    },
    told: () => published.map(({ event, message }) => [event, message.seq, message.revision]),
  };
}

/** Lets promises that are ready run. */
const settle = async () => {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve();
};

describe('publication in order', () => {
  it('[DL6] tells what comes next at once, without reading anything', async () => {
    const { join, offer, write, told, state } = world();
    await join();
    offer(write(), write());
    offer(write(1));
    offer(write());
    expect(told()).toEqual([
      ['new_message', 1, 1],
      ['new_message', 2, 2],
      ['message_updated', 1, 3],
      ['new_message', 3, 4],
    ]);
    expect(state.readings).toBe(0);
  });

  it('[DL6] reads what lies between, when another server wrote it or its own frame is late, and tells each once', async () => {
    const { join, offer, write, told, state } = world();
    await join();
    write();
    const late = write();
    offer(write());
    await settle();
    offer(late);
    expect(told()).toEqual([
      ['new_message', 1, 1],
      ['new_message', 2, 2],
      ['new_message', 3, 3],
    ]);
    expect(state).toMatchObject({ readings: 1, gaps: 1 });
  });

  it('tells a system message that another feature wrote, in its turn', async () => {
    const { join, offer, write, told, sequencer, state } = world();
    await join();
    state.revision++; // a seat: a change without a message
    const { seq } = write();
    sequencer.reached(CHAT, { seq });
    await settle();
    offer(write());
    expect(told()).toEqual([
      ['new_message', 1, 2],
      ['new_message', 2, 3],
    ]);
    expect(state.gaps).toBe(0);
  });

  it('waits for what it has to read, also while the database does not answer', async () => {
    const { join, offer, write, told, ports, readFrom, clock, failures } = world();
    await join();
    ports.read = () => Promise.reject(new Error('away'));
    write();
    offer(write());
    await settle();
    clock.advance(1000);
    await settle();
    expect(told()).toEqual([]);
    expect(failures).toHaveLength(2);
    ports.read = async (chats) => chats.map(readFrom);
    offer(write());
    clock.advance(1000);
    await settle();
    expect(told().map(([, seq]) => seq)).toEqual([1, 2, 3]);
  });

  it('goes on reading until a long gap is closed, and stops asking for a chat that is gone', async () => {
    const { join, offer, write, told, ports, readFrom, state } = world();
    await join();
    ports.read = async (chats) =>
      chats.map((at) => {
        const messages = readFrom(at).messages.slice(0, 2);
        const end = at.seq + messages.length;
        const complete = end === 5;
        return { chatId: CHAT, memberIds: MEMBERS, messages, until: { seq: end, revision: end }, complete };
      });
    for (let n = 0; n < 4; n++) write();
    offer(write());
    await settle();
    expect(told().map(([, seq]) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(state.readings).toBe(3);

    let asked = 0;
    ports.read = async () => (asked++, []);
    write();
    offer(write());
    await settle();
    expect(asked).toBe(1);
  });

  it('keeps nothing of a chat that nobody has joined', async () => {
    const { join, offer, write, told, state, sequencer } = world();
    offer(write());
    await join();
    state.joined = false;
    sequencer.left(CHAT);
    offer(write());
    expect(told()).toEqual([]);
    await join();
    offer(write());
    expect(told()).toEqual([['new_message', 3, 3]]);
  });
});

describe('joining', () => {
  it('[DL6] leaves no gap after what the first member saw: what was told meanwhile is told again', async () => {
    const { join, offer, write, told } = world();
    offer(write());
    await join(() => offer(write()));
    await settle();
    expect(told()).toEqual([['new_message', 2, 2]]);
  });

  it('lets those who come at the same time wait for the first one', async () => {
    const { join, offer, write, told } = world();
    let enter = (): void => undefined;
    const first = join(() => new Promise<void>((resolve) => (enter = resolve)));
    offer(write());
    const second = join(); // has seen what the first one has not
    enter();
    await Promise.all([first, second]);
    await settle();
    expect(told()).toEqual([['new_message', 1, 1]]);
  });

  it('goes on with the second when the first one was refused', async () => {
    const { join, offer, write, told } = world();
    const refused = join(() => Promise.reject(new Error('no member')));
    const second = join();
    await expect(refused).rejects.toThrow('no member');
    await second;
    offer(write());
    expect(told()).toEqual([['new_message', 1, 1]]);
  });

  it('tells everybody what the one who joins has seen and this server has not', async () => {
    const { join, write, told } = world();
    await join();
    write();
    await join();
    await settle();
    expect(told()).toEqual([['new_message', 1, 1]]);
  });
});

it('[DL6][ED7] in any order of commits, frames and readings shows each message once and ends in the state of the database', async () => {
  // A message of ours or of another server's, or a change of an earlier one (by a fraction of what there is).
  const step = fc.record({
    ours: fc.boolean(),
    change: fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.scheduler(), async (steps, schedule) => {
      const { join, offer, write, stored, published, ports, readFrom } = world();
      ports.read = async (chats) => {
        await schedule.schedule(Promise.resolve(), 'reading begins');
        const readings = chats.map(readFrom);
        await schedule.schedule(Promise.resolve(), 'reading ends');
        return readings;
      };
      await join();
      const commits = schedule.scheduleSequence(
        steps.map(({ ours, change }) => async () => {
          const seq = change === null || stored.length === 0 ? undefined : 1 + Math.floor(change * stored.length);
          const message = write(seq);
          if (ours) void schedule.schedule(Promise.resolve(), 'frame').then(() => offer(message));
        }),
      );
      await schedule.waitIdle();
      await commits.task;
      await join();
      await schedule.waitIdle();

      const revisions = published.map(({ message }) => message.revision);
      expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
      const shown: Message[] = [];
      for (const { event, message } of published) {
        expect(message.seq === shown.length + 1).toBe(event === 'new_message');
        shown[message.seq - 1] = message;
      }
      expect(shown).toEqual(stored);
    }),
  );
});
