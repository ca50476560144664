import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import type { Conversation } from '../client-types.js';
import { createWorld } from '../testing/fake-world.js';

const seqs = (conversation: Conversation) =>
  conversation.state.get().items.flatMap((item) => (item.kind === 'message' ? [item.message.seq] : []));

/** An open conversation with `count` messages of the other one. */
async function opened(count = 0, options?: { readonly around?: number }, read = 0) {
  const world = createWorld();
  const chat = world.server.createChat(1, 2);
  const write = (howMany: number) => {
    for (let at = 0; at < howMany; at++) world.server.send(2, chat.id, `text ${chat.messages.length + 1}`);
  };
  write(count);
  world.server.handle(1, 'mark_read', { chatId: chat.id, seq: read });
  const client = world.client(1);
  const conversation = client.conversation(chat.id);
  const calls: string[] = [];
  world.server.intercept = (name) => void calls.push(name);
  await client.connect();
  await world.quiet();
  conversation.open(options);
  await world.quiet();
  return { ...world, chat, client, conversation, calls, write };
}

describe('an open conversation', () => {
  test('[CL2] joins before it reads, so that nothing falls between', async () => {
    const { calls, conversation } = await opened(3);
    const relevant = calls.filter((name) => ['join_chat', 'list_messages', 'sync'].includes(name));
    expect(relevant).toEqual(['join_chat', 'list_messages']);
    expect(conversation.state.get().live).toBe(true);
  });

  test('after a lost connection it catches up at once, with messages, edits and receipts', async () => {
    const { server, network, chat, conversation, write, quiet } = await opened(3);
    for (const socket of [...network.sockets]) socket.cut();
    await quiet();
    expect(conversation.state.get().live).toBe(false);
    write(2);
    server.edit(chat, 1, 'edited');
    server.handle(2, 'mark_read', { chatId: chat.id, seq: 3 });
    server.setStatus(chat, 'disputed');
    await quiet(2500);
    expect(seqs(conversation)).toEqual([1, 2, 3, 4, 5]);
    expect(conversation.state.get().items[0]).toMatchObject({ message: { message: 'edited' } });
    expect(conversation.state.get()).toMatchObject({ live: true, summary: { status: 'disputed', unread: 5 } });
    expect(conversation.state.get().summary?.members[1]).toMatchObject({ read_seq: 3 });
  });

  test('[CL3] a message that was lost on the way is missed by the next one, and fetched within a second', async () => {
    const { server, conversation, write, quiet } = await opened(1);
    server.lose = (event) => event === 'new_message';
    write(1);
    server.lose = () => false;
    write(1);
    await quiet();
    expect(seqs(conversation)).toEqual([1]);
    expect(conversation.state.get().live).toBe(false);
    await quiet(1000);
    expect(seqs(conversation)).toEqual([1, 2, 3]);
    expect(conversation.state.get().live).toBe(true);
  });

  test('[CL3] a lost last message is noticed with the next tips', async () => {
    const { server, conversation, write, quiet } = await opened(1);
    server.lose = (event) => event === 'new_message';
    write(1);
    await quiet(1000);
    expect(seqs(conversation)).toEqual([1]);
    server.tips();
    await quiet();
    expect(seqs(conversation)).toEqual([1, 2]);
  });

  test('changes of many pages appear together', async () => {
    const { server, network, chat, conversation, write, quiet } = await opened(2);
    server.syncPage = 2;
    for (const socket of [...network.sockets]) socket.cut();
    write(6);
    server.edit(chat, 4, 'edited, so that it comes after its successors');
    const lengths = new Set<number>();
    conversation.state.subscribe(() => void lengths.add(conversation.state.get().items.length));
    await quiet(2500);
    expect(seqs(conversation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...lengths]).toEqual([2, 8]);
  });

  test('[CL8] too far behind, or in front of a restored backup: it starts again, without going blank', async () => {
    const { server, network, chat, conversation, write, quiet } = await opened(5);
    server.changesMax = 3;
    for (const socket of [...network.sockets]) socket.cut();
    write(6);
    let blank = false;
    conversation.state.subscribe(() => void (blank ||= conversation.state.get().items.length === 0));
    await quiet(2500);
    expect(seqs(conversation)).toHaveLength(11);
    for (const socket of [...network.sockets]) socket.cut();
    server.epoch = 'epoch-2';
    chat.messages.splice(4);
    chat.revision = 4;
    chat.members.forEach((member) => Object.assign(member, { read_seq: 0, delivered_seq: 0 }));
    await quiet(5000);
    expect(seqs(conversation)).toEqual([1, 2, 3, 4]);
    expect(conversation.state.get().summary).toMatchObject({ last_seq: 4, unread: 4 });
    expect(blank).toBe(false);
  });

  test('with few unread messages it begins at the end, with many where they begin, or where it is told', async () => {
    const end = await opened(80, undefined, 70);
    expect(seqs(end.conversation).at(-1)).toBe(80);
    const unread = await opened(200);
    expect(seqs(unread.conversation)).toContain(1);
    expect(unread.conversation.state.get()).toMatchObject({ hasAfter: true, hasBefore: false });
    const told = await opened(200, { around: 100 });
    expect(seqs(told.conversation)).toContain(100);
    expect(told.conversation.state.get()).toMatchObject({ hasAfter: true, hasBefore: true });
  });

  test('opened again at another place, it goes there', async () => {
    const { conversation, quiet } = await opened(300, undefined, 300);
    expect(seqs(conversation)).not.toContain(40);
    conversation.close();
    conversation.open({ around: 40 });
    await quiet();
    expect(seqs(conversation)).toContain(40);
  });

  test('pages lead to both ends, and what is written meanwhile is there at the end, not in the middle', async () => {
    const { conversation, write, quiet } = await opened(200, { around: 100 });
    write(1);
    await quiet();
    expect(seqs(conversation)).not.toContain(201);
    while (conversation.state.get().hasBefore) await conversation.loadBefore();
    while (conversation.state.get().hasAfter) await conversation.loadAfter();
    expect(seqs(conversation)).toEqual(Array.from({ length: 201 }, (_, at) => at + 1));
    write(1);
    await quiet();
    expect(seqs(conversation).at(-1)).toBe(202);
  });

  test('a jump that is made before the first page came is not undone by it', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    for (let at = 0; at < 200; at++) world.server.send(1, chat.id, `text ${at}`);
    const client = world.client(1);
    await client.connect();
    await world.quiet();
    const conversation = client.conversation(chat.id);
    conversation.open();
    await Promise.resolve();
    await conversation.loadAround(20);
    await world.quiet(1000);
    expect(seqs(conversation)).toContain(20);
    expect(seqs(conversation)).not.toContain(200);
  });

  test('writing while in the past brings me back to the present', async () => {
    const { conversation, quiet } = await opened(200, { around: 20 });
    const seen = new Set<string>();
    conversation.state.subscribe(() => void seen.add(String(conversation.state.get().items.at(-1)?.kind)));
    conversation.send('here I am');
    await quiet(1000);
    expect([...seen]).toEqual(['outgoing', 'message']);
    expect(seqs(conversation).at(-1)).toBe(201);
    expect(conversation.state.get().hasAfter).toBe(false);
  });

  test('a page that does not come is no end: the error is there to be seen, and asking again works', async () => {
    const { server, conversation } = await opened(200);
    await conversation.loadLatest();
    server.intercept = (name) => {
      if (name === 'list_messages') throw new ChatError('unavailable', 'busy');
    };
    await conversation.loadBefore();
    expect(conversation.state.get()).toMatchObject({ loadingBefore: false, loadError: { code: 'unavailable' } });
    server.intercept = () => {};
    const before = seqs(conversation).length;
    await conversation.loadBefore();
    expect(seqs(conversation).length).toBeGreaterThan(before);
    expect(conversation.state.get().loadError).toBeUndefined();
  });

  test('a chat that does not exist is a failure, and one that cannot be loaded yet is tried again', async () => {
    const { client, server, chat, quiet } = await opened();
    const missing = client.conversation('00000000-0000-4000-8000-999999999999');
    missing.open();
    await quiet();
    expect(missing.state.get()).toMatchObject({ status: 'failed', error: { code: 'not_found' } });
    let down = true;
    server.intercept = () => {
      if (down) throw new ChatError('unavailable', 'busy');
    };
    const other = client.conversation(server.createChat(1, 5).id);
    other.open();
    await quiet();
    expect(other.state.get()).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
    down = false;
    await quiet(40_000);
    expect(other.state.get()).toMatchObject({ status: 'ready', live: true });
    expect(chat.messages).toEqual([]);
  });

  test.each([0, 10, 200])(
    'closed while its copy of an earlier visit is read and opened again after %i ms, it is followed',
    async (ms) => {
      const { client, server, quiet } = await opened();
      const other = client.conversation(server.createChat(1, 5).id);
      other.open();
      other.close();
      await quiet(ms);
      other.open();
      await quiet();
      expect(other.state.get()).toMatchObject({ status: 'ready', live: true });
    },
  );

  test('opened again at once after a failure, it is tried again', async () => {
    const { client, server, quiet } = await opened();
    server.intercept = () => {
      throw new ChatError('forbidden', 'not you');
    };
    const other = client.conversation(server.createChat(1, 5).id);
    other.open();
    await quiet();
    expect(other.state.get()).toMatchObject({ status: 'failed', error: { code: 'forbidden' } });
    server.intercept = () => {};
    other.close();
    other.open();
    await quiet();
    expect(other.state.get()).toMatchObject({ status: 'ready', live: true });
  });

  test('nobody comes back to a client that is closed: what was still being read asks for nothing', async () => {
    const { client, server, calls, quiet } = await opened();
    const other = client.conversation(server.createChat(1, 5).id);
    other.open();
    client.close();
    calls.length = 0;
    await quiet(1000);
    expect(calls).toEqual([]);
    expect(other.state.get().status).toBe('loading');
  });

  test('an answer quotes what it answers before the server does', async () => {
    const { conversation, chat } = await opened(2);
    const id = chat.messages[0]?.id ?? '';
    const outgoing = conversation.send('yes', { replyTo: id });
    expect(outgoing.replyTo).toEqual({ id, seq: 1, sender_id: 2, preview: 'text 1' });
  });

  test('items that did not change stay the same objects', async () => {
    const { conversation, write, quiet } = await opened(3);
    const before = conversation.state.get();
    write(1);
    await quiet();
    const after = conversation.state.get();
    expect(after.items.slice(0, 3).every((item, at) => item === before.items[at])).toBe(true);
    expect(conversation.state.get()).toBe(after);
  });

  test('is read in the list at once, exactly, though only in part', async () => {
    const { client, conversation, chat, quiet } = await opened(30);
    expect(client.chats.get().unreadTotal).toBe(30);
    conversation.markRead(12);
    expect(client.chats.get().unreadTotal).toBe(18);
    await quiet(1000);
    expect(chat.members[0]?.read_seq).toBe(12);
    conversation.markRead(5);
    conversation.markRead(9999);
    await quiet(1000);
    expect(chat.members[0]?.read_seq).toBe(30);
    expect(client.chats.get().unreadTotal).toBe(0);
  });

  test('read on another device, it is read here: exactly, even where only the server can count', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    for (let at = 0; at < 9; at++) world.server.send(at % 2 ? 1 : 2, chat.id, `text ${at}`);
    const client = world.client(1);
    await client.connect();
    await world.quiet();
    expect(client.chats.get().unreadTotal).toBe(5);
    world.server.handle(1, 'mark_read', { chatId: chat.id, seq: 4 });
    await world.quiet(1000);
    expect(client.chats.get().unreadTotal).toBe(3);
    world.server.handle(1, 'mark_read', { chatId: chat.id });
    await world.quiet(1000);
    expect(client.chats.get().unreadTotal).toBe(0);
  });

  test('receipts wait for the connection, and for as long as the server says', async () => {
    const { server, network, clock, chat, conversation, write, quiet } = await opened(3);
    network.goDown();
    conversation.markRead(3);
    await quiet(5000);
    expect(chat.members[0]?.read_seq).toBe(0);
    network.comeBack();
    await quiet(1000);
    expect(chat.members[0]?.read_seq).toBe(3);
    write(1);
    const tries: number[] = [];
    server.intercept = (name) => {
      if (name !== 'mark_read') return;
      tries.push(clock.now());
      if (tries.length === 1) throw new ChatError('rate_limited', 'slow down', { retryAfterMs: 4000 });
    };
    await quiet();
    conversation.markRead(4);
    await quiet(6000);
    expect(tries).toHaveLength(2);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBe(4000);
    expect(chat.members[0]?.read_seq).toBe(4);
  });
});
