import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import { createWorld } from '../testing/fake-world.js';

async function withChats(count: number) {
  const world = createWorld();
  const chats = Array.from({ length: count }, () => world.server.createChat(1, 2));
  const client = world.client(1);
  await client.connect();
  await world.quiet();
  return { ...world, makeClient: world.client, chats, client, ids: () => client.chats.get().chats.map(({ id }) => id) };
}

describe('the list of chats', () => {
  test('is read page by page, newest activity first', async () => {
    const { client, chats, ids } = await withChats(120);
    expect(ids()).toEqual(
      chats
        .map(({ id }) => id)
        .toReversed()
        .slice(0, 50),
    );
    expect(client.chats.get().hasMore).toBe(true);
    await client.loadMoreChats();
    await client.loadMoreChats();
    await client.loadMoreChats();
    expect(ids()).toEqual(chats.map(({ id }) => id).toReversed());
    expect(client.chats.get().hasMore).toBe(false);
  });

  test('[PR5] a pinned chat is on top from the first page on, makes that page no longer, and is not when it was unpinned', async () => {
    const { server, client, chats, ids, makeClient, network, quiet } = await withChats(120);
    const [old, older] = [chats[30]?.id ?? '', chats[10]?.id ?? ''];
    for (const chatId of [old, older]) server.handle(1, 'set_chat_prefs', { chatId, pinned: true });
    server.send(2, chats[110]?.id ?? '', 'hello');
    client.close();
    const calls: unknown[] = [];
    server.intercept = (name, input) => {
      if (name === 'list_chats') calls.push(input);
    };
    const next = makeClient(1);
    await next.connect();
    await quiet();
    expect(
      next.chats
        .get()
        .chats.slice(0, 3)
        .map(({ id }) => id),
    ).toEqual([old, older, chats[110]?.id]);
    expect(next.chats.get().chats).toHaveLength(52);
    expect(next.chats.get().unreadTotal).toBe(1);
    for (let times = 0; times < 3; times++) {
      network.goDown();
      await quiet(5000);
      network.comeBack();
      await quiet(1000);
    }
    expect(new Set(calls.map((input) => (input as { limit: string }).limit))).toEqual(new Set(['50']));
    expect(next.chats.get().chats).toHaveLength(52);
    network.goDown();
    server.handle(1, 'set_chat_prefs', { chatId: old, pinned: false });
    await quiet(5000);
    network.comeBack();
    await quiet(1000);
    expect(next.chats.get().chats[0]?.id).toBe(older);
    while (next.chats.get().hasMore) await next.loadMoreChats();
    expect(next.chats.get().chats).toHaveLength(120);
    expect(ids()).toHaveLength(50);
  });

  test('what has activity comes to the top, also from a page that is not loaded', async () => {
    const { server, chats, ids, quiet } = await withChats(120);
    const oldest = chats[0]?.id ?? '';
    server.send(2, oldest, 'anybody there?');
    await quiet(1000);
    expect(ids()[0]).toBe(oldest);
  });

  test('after an outage it shows what happened meanwhile: new chats, messages, removal', async () => {
    const { server, network, client, chats, ids, quiet } = await withChats(60);
    await client.loadMoreChats();
    network.goDown();
    const fresh = server.createChat(1, 3);
    const [first, second] = chats;
    if (first === undefined || second === undefined) throw new Error('no chats');
    server.send(2, first.id, 'news');
    server.removeMember(second, 1);
    server.setStatus(first, 'closed');
    await quiet(5000);
    network.comeBack();
    await quiet(1000);
    expect(ids().slice(0, 2)).toEqual([first.id, fresh.id]);
    expect(ids()).not.toContain(second.id);
    expect(ids()).toHaveLength(60);
    expect(client.chats.get().chats[0]).toMatchObject({ status: 'closed', unread: 1 });
  });

  test('is read again on focus and every few minutes, no further than there is news', async () => {
    const { server, network, chats, ids, quiet } = await withChats(120);
    const calls: string[] = [];
    server.intercept = (name) => void calls.push(name);
    server.lose = () => true;
    server.listPage = 200;
    const fresh = server.createChat(1, 3);
    await quiet(20_000);
    expect(ids()).not.toContain(fresh.id);
    network.tell('wake');
    await quiet();
    expect(ids()).toContain(fresh.id);
    expect(calls.filter((name) => name === 'list_chats')).toHaveLength(1);
    server.send(2, chats[100]?.id ?? '', 'news');
    await quiet(200_000);
    expect(ids()[0]).toBe(chats[100]?.id);
    expect(calls.filter((name) => name === 'list_chats')).toHaveLength(2);
  });

  test('a failed reading is shown as such only while there is nothing to show, and tried again', async () => {
    const world = createWorld();
    world.server.createChat(1, 2);
    let down = true;
    world.server.intercept = (name) => {
      if (down && name === 'list_chats') throw new ChatError('unavailable', 'busy');
    };
    const client = world.client(1);
    expect(client.chats.get().status).toBe('loading');
    await client.connect();
    await world.quiet();
    expect(client.chats.get()).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
    down = false;
    await world.quiet(6000);
    expect(client.chats.get()).toMatchObject({ status: 'ready', chats: [{}] });
    expect(client.chats.get().error).toBeUndefined();
  });

  test('messages that were waiting when I came are marked delivered, mine are not', async () => {
    const { server, chats, client, makeClient, quiet } = await withChats(2);
    client.close();
    const [first, second] = chats;
    server.send(2, first?.id ?? '', 'for you');
    server.send(1, second?.id ?? '', 'from me');
    const calls: string[] = [];
    server.intercept = (name) => void calls.push(name);
    await makeClient(1).connect();
    await quiet(2000);
    expect(first?.members[0]?.delivered_seq).toBe(1);
    expect(second?.members[0]?.delivered_seq).toBe(0);
    expect(calls.filter((name) => name === 'mark_delivered')).toHaveLength(1);
  });

  test('[UN5] the number of unread messages is that of all chats, loaded or not, whatever happens to them', async () => {
    const { server, network, chats, client, makeClient, quiet } = await withChats(120);
    const phone = makeClient(1);
    await phone.connect();
    const isRight = async () => {
      await quiet(2000);
      const mine = [...server.chats.values()].map((chat) => server.summary(chat, 1).unread);
      const total = mine.reduce((sum, unread) => sum + unread, 0);
      expect(client.chats.get().unreadTotal).toBe(total);
      return total;
    };
    const idOf = (at: number) => chats[at]?.id ?? '';
    const write = (at: number, times: number) => {
      for (let nth = 0; nth < times; nth++) server.send(2, idOf(at), 'news');
    };
    expect(await isRight()).toBe(0);

    // While this device hears nothing, so that most of it stays on pages that are not loaded.
    network.goDown();
    for (let at = 0; at < 120; at++) write(at, (at % 3) + 1);
    network.comeBack();
    expect(await isRight()).toBe(240);
    expect(client.chats.get().chats.length).toBeLessThan(120);

    const last = client.chats.get().chats.length;
    const deep = chats.findIndex(({ id }) => !client.chats.get().chats.some((chat) => chat.id === id));
    write(deep, 2);
    expect(await isRight()).toBe(242);
    expect(client.chats.get().chats).toHaveLength(last + 1);

    const deeper = chats.find(({ id }) => !client.chats.get().chats.some((chat) => chat.id === id));
    server.handle(1, 'mark_read', { chatId: deeper?.id });
    await isRight();
    phone.conversation(idOf(3)).open();
    await quiet();
    phone.conversation(idOf(3)).markRead(99);
    await isRight();
    client.conversation(idOf(5)).open();
    await isRight();
    client.conversation(idOf(5)).markRead(99);
    await isRight();

    await client.loadMoreChats();
    await isRight();
    write(7, 1);
    write(60, 1);
    await client.loadMoreChats();
    await isRight();
    await client.loadMoreChats();
    expect(client.chats.get().hasMore).toBe(false);
    expect(await isRight()).toBe(client.chats.get().chats.reduce((sum, { unread }) => sum + unread, 0));
  });
});
