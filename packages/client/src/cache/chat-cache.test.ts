import type { Account } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { tokenSource } from '../session/token-source.js';
import { createStore } from '../store.js';
import { createWorld } from '../testing/fake-world.js';
import { FakeDisk } from '../testing/fake-tabs.js';

const ME: Account = { id: 1, email: null, name: 'User 1', role: 'customer', region: null };

function visits() {
  const world = createWorld();
  const disk = new FakeDisk();
  const session = { ...tokenSource(async () => 'user-1', world.clock), user: createStore<Account | null>(ME) };
  /** Another visit of the same user on the same device. */
  const visit = () => {
    const client = world.client(1, { storage: disk.open(), session });
    void client.connect();
    return client;
  };
  return { ...world, disk, session, visit };
}

const texts = (conversation: ReturnType<ReturnType<typeof createWorld>['client']>['conversation'], chatId: string) =>
  conversation(chatId)
    .state.get()
    .items.map((item) => (item.kind === 'message' ? item.message.message : item.text));

describe('without a network', () => {
  test('the list and the chats that were open are shown as they were, and caught up with afterwards', async () => {
    const { server, network, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    const other = server.createChat(1, 3);
    for (let number = 1; number <= 3; number++) server.send(2, chat.id, `line ${number}`);
    const first = visit();
    first.conversation(chat.id).open();
    await quiet(3000);
    first.close();
    await quiet();

    network.goDown();
    const second = visit();
    second.conversation(chat.id).open();
    await quiet(500);
    expect(second.connection.get().status).not.toBe('online');
    expect(second.chats.get()).toMatchObject({ status: 'ready', unreadTotal: 3 });
    expect(second.chats.get().chats.map(({ id }) => id)).toEqual([chat.id, other.id]);
    expect(second.conversation(chat.id).state.get()).toMatchObject({ status: 'ready', live: false });
    expect(texts(second.conversation, chat.id)).toEqual(['line 1', 'line 2', 'line 3']);

    server.send(2, chat.id, 'line 4');
    server.edit(chat, 1, 'line one');
    network.comeBack();
    await quiet(8000);
    expect(texts(second.conversation, chat.id)).toEqual(['line one', 'line 2', 'line 3', 'line 4']);
    expect(second.conversation(chat.id).state.get().live).toBe(true);
    expect(second.chats.get().unreadTotal).toBe(4);
  });

  test('nobody is shown as online', async () => {
    const { server, network, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    for (const member of chat.members) member.online = true;
    visit();
    await quiet(3000);
    network.goDown();
    const second = visit();
    await quiet(500);
    expect(second.chats.get().chats[0]?.members.map(({ online }) => online)).toEqual([false, false]);
  });
});

describe('the copy', () => {
  test('is the end of a long chat, with a way to what is before it', async () => {
    const { server, network, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    for (let number = 1; number <= 130; number++) server.send(1, chat.id, `line ${number}`);
    const first = visit();
    first.conversation(chat.id).open();
    await quiet(500);
    await first.conversation(chat.id).loadBefore();
    await first.conversation(chat.id).loadBefore();
    expect(texts(first.conversation, chat.id)).toHaveLength(130);
    await quiet(3000);
    first.close();
    network.goDown();
    const second = visit();
    second.conversation(chat.id).open();
    await quiet(500);
    expect(texts(second.conversation, chat.id)).toHaveLength(60);
    expect(texts(second.conversation, chat.id).at(-1)).toBe('line 130');
    expect(second.conversation(chat.id).state.get().hasBefore).toBe(true);
    network.comeBack();
    await quiet(8000);
    await second.conversation(chat.id).loadBefore();
    expect(texts(second.conversation, chat.id).at(0)).toBe('line 21');
  });

  test('goes with the chat, with signing out, with a session that was ended, and with the database', async () => {
    const { server, network, disk, session, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    const kept = server.createChat(1, 3);
    for (const { id } of [chat, kept]) server.send(2 + Number(id === kept.id), id, 'a secret');
    const open = async () => {
      const client = visit();
      for (const { id } of [chat, kept]) client.conversation(id).open();
      await quiet(4000);
      return client;
    };
    const first = await open();
    const kept_ = (id: string) => disk.count(`cache/1/run/${id}`);
    expect([kept_(chat.id), kept_(kept.id)]).toEqual([1, 1]);

    server.removeMember(chat, 1);
    await quiet(4000);
    expect([kept_(chat.id), kept_(kept.id)]).toEqual([0, 1]);
    await first.forget();
    expect(disk.count('cache/')).toBe(0);
    first.close();

    const second = await open();
    expect(kept_(kept.id)).toBe(1);
    server.epoch = 'epoch-2';
    network.goDown();
    network.comeBack();
    await quiet(8000);
    const [list] = [...disk.values].filter(([key]) => key === 'cache/1/list');
    expect(list?.[1]).toContain('epoch-2');

    session.user.set(null);
    await quiet(3000);
    expect(second.connection.get()).toMatchObject({ status: 'ended', reason: 'unauthorized' });
    expect(disk.count('cache/')).toBe(0);
  });

  test('is not made again by what comes after signing out', async () => {
    const { server, network, disk, session, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    server.send(2, chat.id, 'a secret');
    const first = visit();
    first.conversation(chat.id).open();
    await quiet(4000);
    expect(disk.count('cache/')).toBeGreaterThan(0);
    // Signing out takes a moment, in which others write.
    await first.forget();
    server.send(2, chat.id, 'another secret');
    await quiet(200);
    first.close();
    await quiet(4000);
    expect([...disk.values.keys()]).toEqual([]);

    // Signed out elsewhere, while the list is being read.
    const second = visit();
    second.conversation(chat.id).open();
    await quiet(4000);
    network.auto = false;
    network.tell('wake');
    await quiet(11_000);
    network.tell('wake');
    await quiet();
    session.user.set(null);
    network.auto = true;
    await quiet(4000);
    second.close();
    await quiet(4000);
    expect([...disk.values.keys()]).toEqual([]);
  });

  test('that cannot be understood is none', async () => {
    const { server, disk, visit, quiet } = visits();
    const chat = server.createChat(1, 2);
    server.send(2, chat.id, 'hello');
    disk.values.set('cache/1/list', '{"form":0}');
    disk.values.set(`cache/1/run/${chat.id}`, '[]');
    const client = visit();
    client.conversation(chat.id).open();
    await quiet(1000);
    expect(texts(client.conversation, chat.id)).toEqual(['hello']);
  });

  test('of chats that nobody opened for long makes room', async () => {
    const { server, disk, visit, quiet } = visits();
    const chats = Array.from({ length: 33 }, () => server.createChat(1, 2));
    for (const { id } of chats) server.send(2, id, 'hello');
    const client = visit();
    await quiet(1000);
    for (const { id } of chats) {
      client.conversation(id).open();
      await quiet(2000);
      client.conversation(id).close();
    }
    await quiet(2000);
    expect(disk.count('cache/1/run/')).toBe(30);
    expect(disk.count(`cache/1/run/${chats[0]?.id}`)).toBe(0);
    expect(disk.count(`cache/1/run/${chats[32]?.id}`)).toBe(1);
  });
});
