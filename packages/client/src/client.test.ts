import { describe, expect, test } from 'vitest';
import type { Conversation } from './client-types.js';
import { tokenSource } from './session/token-source.js';
import { memoryStorage } from './storage/memory-storage.js';
import { createWorld } from './testing/fake-world.js';

const texts = (conversation: Conversation) =>
  conversation.state.get().items.map((item) => (item.kind === 'message' ? item.message.message : `(${item.text})`));

async function connected() {
  const world = createWorld();
  const chat = world.server.createChat(1, 2);
  const client = world.client(1);
  void client.connect();
  await world.quiet();
  return { ...world, chat, client };
}

describe('the client', () => {
  test('connects, knows who I am, and lists my chats', async () => {
    const { client, chat } = await connected();
    expect(client.connection.get().status).toBe('online');
    expect(client.me.get()?.id).toBe(1);
    expect(client.chats.get()).toMatchObject({ status: 'ready', hasMore: false });
    expect(client.chats.get().chats.map(({ id }) => id)).toEqual([chat.id]);
  });

  test('names pages of the server whole, for a page of another origin', async () => {
    const { client } = await connected();
    expect(client.addressOf('/api/evidence/verifier?lang=es')).toBe('http://server/api/evidence/verifier?lang=es');
  });

  test('a new chat and the activity of one that was never opened are in the list at once', async () => {
    const { client, server, quiet } = await connected();
    const fresh = server.createChat(1, 3);
    server.send(3, fresh.id, 'hello');
    await quiet();
    expect(client.chats.get().chats[0]).toMatchObject({ id: fresh.id, unread: 1, last_seq: 1 });
    expect(client.chats.get().unreadTotal).toBe(1);
  });

  test('an open conversation shows history, then what comes', async () => {
    const { client, server, chat, quiet } = await connected();
    server.send(2, chat.id, 'one');
    const conversation = client.conversation(chat.id);
    conversation.open();
    expect(conversation.state.get().status).toBe('loading');
    await quiet();
    expect(conversation.state.get()).toMatchObject({ status: 'ready', live: true, hasBefore: false, hasAfter: false });
    server.send(2, chat.id, 'two');
    await quiet();
    expect(texts(conversation)).toEqual(['one', 'two']);
  });

  test('[CL6] what I write is there at once, then sent, delivered, read', async () => {
    const { client, server, chat, quiet } = await connected();
    const conversation = client.conversation(chat.id);
    conversation.open();
    await quiet();
    const outgoing = conversation.send('  hi  ');
    expect(outgoing).toMatchObject({ kind: 'outgoing', text: 'hi', state: 'sending' });
    expect(texts(conversation)).toEqual(['(hi)']);
    await quiet();
    expect(texts(conversation)).toEqual(['hi']);
    const state = () => conversation.state.get().items[0]?.state;
    expect(state()).toBe('sent');
    server.handle(2, 'mark_delivered', { chatId: chat.id, seq: 1 });
    await quiet();
    expect(state()).toBe('delivered');
    server.handle(2, 'mark_read', { chatId: chat.id, seq: 1 });
    await quiet();
    expect(state()).toBe('read');
  });

  test('what arrives is marked delivered, and read when I say so, once for many', async () => {
    const { client, server, chat, quiet } = await connected();
    const calls: string[] = [];
    server.intercept = (name) => void calls.push(name);
    const conversation = client.conversation(chat.id);
    conversation.open();
    await quiet();
    for (const text of ['a', 'b', 'c']) server.send(2, chat.id, text);
    await quiet(1000);
    expect(chat.members[0]).toMatchObject({ delivered_seq: 3, read_seq: 0 });
    expect(client.chats.get().unreadTotal).toBe(3);
    for (const seq of [1, 2, 3, 2]) conversation.markRead(seq);
    expect(client.chats.get().unreadTotal).toBe(0);
    await quiet(1000);
    expect(chat.members[0]).toMatchObject({ read_seq: 3 });
    expect(calls.filter((name) => name === 'mark_read')).toHaveLength(1);
    expect(calls.filter((name) => name === 'mark_delivered')).toHaveLength(1);
  });

  test('typing is shown, ends by itself after 6 s, and with the message', async () => {
    const { client, server, chat, quiet } = await connected();
    const conversation = client.conversation(chat.id);
    conversation.open();
    await quiet();
    const other = { userId: 2, chatId: chat.id, isTyping: true };
    for (const socket of server.sockets) socket.push('user_typing', other);
    await quiet();
    expect(conversation.state.get().typing).toEqual([2]);
    expect(client.chats.get().typing).toEqual({ [chat.id]: [2] });
    await quiet(5900);
    expect(conversation.state.get().typing).toEqual([2]);
    await quiet(200);
    expect(conversation.state.get().typing).toEqual([]);
    for (const socket of server.sockets) socket.push('user_typing', other);
    server.send(2, chat.id, 'done');
    await quiet();
    expect(conversation.state.get().typing).toEqual([]);
  });

  test('my typing is sent on the first key, again while I go on, and not after the message', async () => {
    const { client, server, chat, quiet } = await connected();
    const sent: unknown[] = [];
    server.intercept = (name, input) => {
      if (name === 'typing') sent.push(input['isTyping']);
    };
    const conversation = client.conversation(chat.id);
    conversation.open();
    await quiet();
    for (let key = 0; key < 8; key++) {
      conversation.setTyping(true);
      await quiet(500);
    }
    conversation.send('done');
    conversation.setTyping(false);
    await quiet();
    expect(sent).toEqual([true, true]);
  });

  test('a view that is mounted again at once neither leaves nor joins again', async () => {
    const { client, server, chat, quiet } = await connected();
    const calls: string[] = [];
    server.intercept = (name) => void calls.push(name);
    const conversation = client.conversation(chat.id);
    conversation.open();
    conversation.close();
    conversation.open();
    await quiet(2000);
    expect(calls.filter((name) => name.endsWith('_chat') && name !== 'get_chat')).toEqual(['join_chat']);
    conversation.close();
    await quiet(2000);
    expect(calls.at(-1)).toBe('leave_chat');
    expect([...server.sockets][0]?.joined.size).toBe(0);
  });

  test('who is taken out of a chat does not see it any more', async () => {
    const { client, server, chat, quiet } = await connected();
    server.send(2, chat.id, 'secret');
    const conversation = client.conversation(chat.id);
    conversation.open();
    await quiet();
    server.removeMember(chat, 1);
    await quiet(1000);
    expect(conversation.state.get()).toMatchObject({ status: 'failed', error: { code: 'not_found' }, items: [] });
    expect(client.chats.get().chats).toEqual([]);
  });

  test('a call goes over the socket when it is there, else over REST, and fails with a typed error', async () => {
    const { client, network, chat, quiet } = await connected();
    await expect(client.call('mark_read', { chatId: chat.id })).resolves.toMatchObject({ seq: 0 });
    const missing = '00000000-0000-4000-8000-999999999999';
    await expect(client.call('join_chat', { chatId: missing })).rejects.toMatchObject({ code: 'not_found' });
    network.goDown();
    await expect(client.call('join_chat', { chatId: chat.id })).rejects.toMatchObject({ code: 'unavailable' });
    network.up = true;
    await quiet();
    await expect(client.call('get_chat', { chatId: missing })).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.call('mark_read', { chatId: chat.id })).resolves.toMatchObject({ seq: 0 });
  });

  test('[CL1] what is written before the server was ever reached survives a reload, where the token says whose it is', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    const storage = memoryStorage();
    const token = `user-1.${btoa(JSON.stringify({ sub: '1' })).replaceAll('=', '')}.signature`;
    const session = tokenSource(async () => token, world.clock);
    world.network.goDown();
    for (const text of ['one', 'two']) {
      const client = world.client(1, { session, storage });
      void client.connect();
      await world.quiet(100);
      client.conversation(chat.id).send(text);
      await world.quiet(100);
      client.close();
    }
    world.network.comeBack();
    void world.client(1, { session, storage }).connect();
    await world.quiet(60_000);
    expect(chat.messages.map(({ message }) => message)).toEqual(['one', 'two']);
  });

  test('closed, it is gone and stays gone', async () => {
    const { client, server, quiet } = await connected();
    client.close();
    await quiet(120_000);
    expect(client.connection.get()).toEqual({ status: 'ended', reason: 'closed' });
    expect(server.sockets.size).toBe(0);
  });
});
