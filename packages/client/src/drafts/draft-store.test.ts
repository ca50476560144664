import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../storage/memory-storage.js';
import { createWorld } from '../testing/fake-world.js';

async function twoDevices() {
  const world = createWorld();
  const chat = world.server.createChat(1, 2);
  const storage = memoryStorage();
  const a = world.client(1, { storage });
  const b = world.client(1);
  await Promise.all([a.connect(), b.connect()]);
  await world.quiet();
  return { world, chat, storage, a, b };
}

describe('drafts', () => {
  test('are kept on the device at once, and survive a reload without a network', async () => {
    const { world, chat, storage, a } = await twoDevices();
    world.network.goDown();
    a.draft(chat.id).set('hello th');
    a.draft(chat.id).set('hello there');
    await world.quiet();
    a.close();
    const reloaded = world.client(1, { storage, session: { getToken: async () => 'user-1', user: a.me } });
    const draft = reloaded.draft(chat.id);
    expect(draft.get()).toBe('');
    await world.quiet();
    expect(draft.get()).toBe('hello there');
  });

  test('appear on my other devices after a pause in typing, and go when the message is sent', async () => {
    const { world, chat, a, b } = await twoDevices();
    const calls: string[] = [];
    world.server.intercept = (name) => void calls.push(name);
    for (const text of ['h', 'he', 'hey']) {
      a.draft(chat.id).set(text);
      await world.quiet(300);
    }
    await world.quiet(2000);
    expect(calls).toEqual(['set_chat_prefs']);
    expect(b.draft(chat.id).get()).toBe('hey');
    expect(b.chats.get().chats[0]?.prefs.draft).toBe('hey');
    a.draft(chat.id).set('');
    await world.quiet(100);
    expect(b.draft(chat.id).get()).toBe('');
  });

  test('what is being typed here is not overwritten by another device', async () => {
    const { world, chat, a, b } = await twoDevices();
    a.draft(chat.id).set('from a');
    await world.quiet(1000);
    b.draft(chat.id).set('from b');
    await world.quiet(600);
    expect(b.draft(chat.id).get()).toBe('from b');
    await world.quiet(3000);
    expect([a, b].map((client) => client.draft(chat.id).get())).toEqual(['from b', 'from b']);
  });

  test('typed without a network, it goes out when there is one, though nobody opens the chat', async () => {
    const { world, chat, storage, a, b } = await twoDevices();
    world.network.goDown();
    a.draft(chat.id).set('later');
    await world.quiet(5000);
    a.close();
    world.network.comeBack();
    const reloaded = world.client(1, { storage });
    await reloaded.connect();
    await world.quiet(5000);
    expect(b.draft(chat.id).get()).toBe('later');
  });

  test('emptied before the answer to it was lost, it is emptied on my other devices too, after a reload as well', async () => {
    for (const reload of [false, true]) {
      const { world, chat, storage, a, b } = await twoDevices();
      const socket = [...world.network.sockets][0];
      world.server.intercept = (name) => {
        if (name === 'set_chat_prefs' && socket) socket.silent = true;
      };
      a.draft(chat.id).set('hello');
      await world.quiet(1300);
      expect(b.draft(chat.id).get()).toBe('hello');
      world.server.intercept = () => {};
      a.draft(chat.id).set('');
      await world.quiet();
      if (reload) a.close();
      else socket?.cut('ping timeout');
      const device = reload ? world.client(1, { storage }) : a;
      await device.connect();
      await world.quiet(10_000);
      expect([device, b].map((client) => client.draft(chat.id).get())).toEqual(['', '']);
    }
  });

  test('can be forgotten, those that were not opened too', async () => {
    const { world, chat, storage, a } = await twoDevices();
    a.draft(chat.id).set('x');
    await storage.set('draft/1/other', { text: 'y', synced: '' });
    await storage.set('draft/2/other', { text: 'z', synced: '' });
    await world.quiet();
    await a.forget();
    expect((await storage.entries('')).map(([key]) => key)).toEqual(['draft/2/other']);
  });
});
