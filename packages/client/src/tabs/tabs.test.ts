import { afterEach, describe, expect, test, vi } from 'vitest';
import { settle } from '../testing/fake-clock.js';
import { FakeDisk, FakeLocks } from '../testing/fake-tabs.js';
import { createWorld } from '../testing/fake-world.js';
import { electLeader } from './leadership.js';
import { exclusive, type Locks } from './locks.js';

async function twoTabs() {
  const world = createWorld();
  const chat = world.server.createChat(1, 2);
  const disk = new FakeDisk();
  const locks: Locks = new FakeLocks();
  const sends: string[] = [];
  world.server.intercept = (name, input) => {
    if (name === 'send_message') sends.push(String(input['message']));
  };
  const open = async () => {
    const client = world.client(1, { storage: disk.open(), locks });
    const conversation = client.conversation(chat.id);
    conversation.open();
    await client.connect();
    await world.quiet();
    const texts = () =>
      conversation.state.get().items.map((item) => (item.kind === 'message' ? item.message.message : `(${item.text})`));
    return { client, conversation, texts };
  };
  return { world, chat, disk, sends, a: await open(), b: await open() };
}

describe('two tabs', () => {
  test('[CL1] send each message once, whichever it was written in, and show the same', async () => {
    expect.hasAssertions();
    // Two tabs' timing is never quite the same.
    for (let round = 0; round < 10; round++) await writeInBoth();
  });

  async function writeInBoth() {
    const { world, chat, disk, sends, a, b } = await twoTabs();
    for (const text of ['a1', 'a2']) a.conversation.send(text);
    for (const text of ['b1', 'b2']) b.conversation.send(text);
    a.conversation.send('a3');
    await vi.waitFor(async () => {
      await world.quiet();
      expect(chat.messages).toHaveLength(5);
      expect(disk.values.size).toBe(0);
    });
    expect(new Set(sends).size).toBe(5);
    const order = chat.messages.map(({ message }) => message);
    expect(order.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(order.filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2']);
    await vi.waitFor(() => {
      expect(a.texts()).toEqual(order);
      expect(b.texts()).toEqual(order);
    });
    a.client.close();
    b.client.close();
  }

  test('what waits in one is seen in the other, and sent by it when the first is gone', async () => {
    const { world, chat, a, b } = await twoTabs();
    world.network.goDown();
    a.conversation.send('waits');
    await vi.waitFor(() => expect(b.texts()).toEqual(['(waits)']));
    expect(b.client.chats.get().queued).toBe(1);
    a.client.close();
    world.network.comeBack();
    await vi.waitFor(async () => {
      await world.quiet();
      expect(chat.messages).toHaveLength(1);
    });
    await vi.waitFor(() => expect(b.texts()).toEqual(['waits']));
  });

  test('discarded in one, it is gone from the other', async () => {
    const { world, a, b } = await twoTabs();
    world.network.goDown();
    const { clientId } = a.conversation.send('never mind');
    await vi.waitFor(() => expect(b.texts()).toEqual(['(never mind)']));
    b.conversation.discard(clientId);
    await vi.waitFor(() => expect(a.texts()).toEqual([]));
  });

  test('[CL1] discarded in one while the other tries to send it, it is not tried again', async () => {
    const { world, chat, a, b } = await twoTabs();
    world.network.auto = false;
    const { clientId } = a.conversation.send('never mind');
    const outcome = a.conversation.whenSent(clientId).catch((error: unknown) => error);
    await vi.waitFor(() => expect(b.texts()).toEqual(['(never mind)']));
    await vi.waitFor(() => expect(a.client.outbox.get()).toMatchObject([{ state: 'sending' }]));
    b.conversation.discard(clientId);
    await vi.waitFor(() => expect(a.texts()).toEqual([]));
    // The attempt that was under way comes to nothing.
    for (const socket of [...world.network.sockets]) socket.cut();
    world.network.auto = true;
    await world.quiet(60_000);
    expect(chat.messages).toEqual([]);
    expect(await outcome).toMatchObject({ code: 'conflict' });
  });

  test('even two leaders at once make one message of each', async () => {
    const { world, chat, disk, a } = await twoTabs();
    // No Web Locks in this one: it leads, too.
    const c = world.client(1, { storage: disk.open() });
    await c.connect();
    for (let at = 0; at < 5; at++) {
      a.conversation.send(`a${at}`);
      c.conversation(chat.id).send(`c${at}`);
    }
    await vi.waitFor(async () => {
      await world.quiet();
      expect(chat.messages).toHaveLength(10);
      expect(disk.values.size).toBe(0);
    });
    for (const tab of ['a', 'c']) {
      const order = chat.messages.map(({ message }) => message).filter((text) => text.startsWith(tab));
      expect(order).toEqual([0, 1, 2, 3, 4].map((at) => `${tab}${at}`));
    }
  });
});

describe('the election', () => {
  test('has one leader, which hands over when taken over from or closed', async () => {
    const locks: Locks = new FakeLocks();
    const settle = () => new Promise((resolve) => void setImmediate(resolve));
    const tabs = [0, 1, 2].map(() => electLeader(locks, 'name', () => undefined));
    const leaders = async () => {
      await settle();
      return tabs.map((tab) => tab.isLeader());
    };
    expect(await leaders()).toEqual([true, false, false]);
    tabs[2]?.takeOver();
    tabs[2]?.takeOver();
    await settle();
    expect(await leaders()).toEqual([false, false, true]);
    tabs[2]?.close();
    expect(await leaders()).toEqual([false, true, false]);
    tabs[1]?.close();
    expect(await leaders()).toEqual([true, false, false]);
  });
});

/** As browsers do it in a frame whose storage is blocked: the locks are there, and each request is refused. */
const refusing: Locks = {
  request: (() => Promise.reject(new DOMException('Access to the Locks API is denied', 'SecurityError'))) as never,
};

describe('where the page may not use locks or channels, though they are there', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('each tab is its own leader', async () => {
    let changes = 0;
    const tab = electLeader(refusing, 'name', () => changes++);
    await settle();
    expect([tab.isLeader(), changes]).toEqual([true, 1]);
    tab.takeOver();
    await settle();
    expect(tab.isLeader()).toBe(true);
    tab.close();
    expect(tab.isLeader()).toBe(false);
  });

  test('tasks run all the same, one after the other, and only once', async () => {
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await settle();
      log.push(`${name} ends`);
    };
    await Promise.all([exclusive(refusing, 'y', task('a')), exclusive(refusing, 'y', task('b'))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    const failing = async () => {
      log.push('c');
      throw new DOMException('by the task', 'SecurityError');
    };
    await expect(exclusive(new FakeLocks(), 'y', failing)).rejects.toThrow('by the task');
    expect(log.filter((entry) => entry === 'c')).toHaveLength(1);
  });

  test('[CL1] what is written is sent', async () => {
    class Blocked {
      constructor() {
        throw new DOMException('The operation is insecure', 'SecurityError');
      }
    }
    vi.stubGlobal('BroadcastChannel', Blocked);
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    const client = world.client(1, { storage: new FakeDisk().open(), locks: refusing });
    void client.connect();
    await world.quiet();
    client.conversation(chat.id).send('hello');
    await world.quiet(1000);
    expect(chat.messages.map(({ message }) => message)).toEqual(['hello']);
  });
});

test('without Web Locks, tasks of one name still do not overlap within a tab', async () => {
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    if (name === 'a') throw new Error('fails');
  };
  const [a, b] = await Promise.allSettled([exclusive(undefined, 'x', task('a')), exclusive(undefined, 'x', task('b'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect([a.status, b.status]).toEqual(['rejected', 'fulfilled']);
});
