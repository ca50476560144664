import type { Account } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { tokenSource } from '../session/token-source.js';
import type { PasswordSession } from '../session/session-source.js';
import { createStore } from '../store.js';
import { FakeDisk, FakeLocks } from '../testing/fake-tabs.js';
import { createWorld } from '../testing/fake-world.js';
import { sendOutbox } from './send-outbox.js';

const ME: Account = { id: 1, email: null, name: 'User 1', role: 'customer', region: null };

async function writtenOffline() {
  const world = createWorld();
  const disk = new FakeDisk();
  const locks = new FakeLocks();
  const user = createStore<Account | null>(ME);
  const session: PasswordSession = {
    ...tokenSource(async () => 'user-1', world.clock),
    user,
    restore: async () => user.get(),
    login: () => Promise.reject(new Error('not here')),
    logout: () => Promise.resolve(),
  };
  const chat = world.server.createChat(1, 2);
  const page = world.client(1, { storage: disk.open(), session, locks });
  void page.connect();
  await world.quiet(1000);
  world.network.goDown();
  for (const text of ['one', 'two', 'three']) page.conversation(chat.id).send(text);
  await world.quiet(1000);
  const send = () =>
    sendOutbox({
      url: 'http://server',
      session,
      storage: disk.open(),
      clock: world.clock,
      fetch: world.network.fetch,
      locks,
    });
  return { ...world, disk, user, chat, page, send };
}

describe('the outbox without a page', () => {
  test('[CL1] what a closed page left is sent over REST, in order and once', async () => {
    const { network, disk, chat, page, send, quiet } = await writtenOffline();
    page.close();
    expect(disk.count('outbox/')).toBe(3);
    network.comeBack();
    const sent = send();
    await quiet(2000);
    expect(await sent).toBe(true);
    expect(chat.messages.map(({ message }) => message)).toEqual(['one', 'two', 'three']);
    expect(disk.count('outbox/')).toBe(0);
    const again = send();
    await quiet(2000);
    expect(await again).toBe(true);
    expect(chat.messages).toHaveLength(3);
  });

  test('[FI23] files of what was sent do not stay behind', async () => {
    const { network, chat, disk, page, user, send, quiet } = await writtenOffline();
    page.close();
    await quiet();
    const record = { id: 'u1', chatId: chat.id, name: 'bill.pdf', type: 'application/pdf', createdAt: 0 };
    disk.values.set('upload/1/u1', JSON.stringify({ ...record, attachment: { id: 'a1' } }));
    disk.values.set('upload-file/1/u1', JSON.stringify('the file'));
    disk.values.set('upload/1/other', JSON.stringify({ ...record, id: 'other' }));
    const [key, kept] = [...disk.values].find(([name]) => name.startsWith('outbox/')) ?? ['', ''];
    disk.values.set(key, JSON.stringify({ ...(JSON.parse(kept) as object), uploads: ['u1'] }));
    expect(user.get()).not.toBeNull();
    network.comeBack();
    const sent = send();
    await quiet(2000);
    expect(await sent).toBe(true);
    expect(chat.messages).toHaveLength(3);
    expect([...disk.values.keys()].filter((name) => name.startsWith('upload'))).toEqual(['upload/1/other']);
  });

  test('still without a network it asks to be tried again, and nothing is lost', async () => {
    const { disk, page, send, quiet } = await writtenOffline();
    page.close();
    const sent = send();
    await quiet(30_000);
    expect(await sent).toBe(false);
    expect(disk.count('outbox/')).toBe(3);
  });

  test('a page that is there sends itself', async () => {
    const { network, chat, send, quiet } = await writtenOffline();
    network.comeBack();
    const sent = send();
    await quiet(30_000);
    expect(await sent).toBe(true);
    expect(chat.messages.map(({ message }) => message)).toEqual(['one', 'two', 'three']);
  });

  test('after signing out nothing is sent', async () => {
    const { network, chat, page, user, send, quiet } = await writtenOffline();
    page.close();
    user.set(null);
    network.comeBack();
    expect(await send()).toBe(true);
    await quiet(1000);
    expect(chat.messages).toHaveLength(0);
  });
});
