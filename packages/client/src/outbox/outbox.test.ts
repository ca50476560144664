import type { Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import type { ChatClient } from '../client-types.js';
import { FakeClock, settle } from '../testing/fake-clock.js';
import { FakeDisk } from '../testing/fake-tabs.js';
import { createWorld } from '../testing/fake-world.js';
import { Outbox, type OutboxOptions } from './outbox.js';

const sentTexts = (chat: { messages: { message: string }[] }) => chat.messages.map(({ message }) => message);
const waiting = (client: ChatClient) => client.outbox.get().map(({ text, state }) => `${text} ${state}`);

async function online() {
  const world = createWorld();
  const chat = world.server.createChat(1, 2);
  const client = world.client(1);
  const conversation = client.conversation(chat.id);
  conversation.open();
  await client.connect();
  await world.quiet();
  return { ...world, chat, client, conversation };
}

describe('the outbox', () => {
  test('[CL1] sends in order, one after the other, whatever fails on the way', async () => {
    const { server, chat, conversation, quiet } = await online();
    let failures = 3;
    server.intercept = (name) => {
      if (name === 'send_message' && failures-- > 0) throw new ChatError('unavailable', 'busy');
    };
    for (const text of ['a', 'b', 'c', 'd']) conversation.send(text);
    await quiet(60_000);
    expect(sentTexts(chat)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('[CL1] a message is on the device before it is on its way', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    const disk = new FakeDisk();
    const client = world.client(1, { storage: disk.open() });
    await client.connect();
    await world.quiet();
    const kept: number[] = [];
    world.server.intercept = (name) => {
      if (name === 'send_message') kept.push(disk.count('outbox/'));
    };
    client.conversation(chat.id).send('hello');
    await world.quiet();
    expect(kept).toEqual([1]);
    expect(disk.count('outbox/')).toBe(0);
  });

  test('waits without a network, shows how many, and sends when it is back', async () => {
    const { network, client, chat, conversation, quiet } = await online();
    network.goDown();
    conversation.send('a');
    conversation.send('b');
    await quiet(60_000);
    expect(client.chats.get().queued).toBe(2);
    expect(waiting(client)).toEqual(['a queued', 'b queued']);
    network.comeBack();
    await quiet(100);
    expect(sentTexts(chat)).toEqual(['a', 'b']);
    expect(client.chats.get().queued).toBe(0);
  });

  test('an acknowledgement that was lost makes no second message, and no red one', async () => {
    const { server, network, chat, conversation, quiet } = await online();
    server.intercept = (name) => {
      if (name === 'send_message') for (const socket of network.sockets) socket.silent = true;
    };
    conversation.send('once');
    await quiet(200);
    server.intercept = () => {};
    expect(sentTexts(chat)).toEqual(['once']);
    expect(conversation.state.get().items).toMatchObject([{ kind: 'outgoing', state: 'sending' }]);
    await quiet(60_000);
    expect(sentTexts(chat)).toEqual(['once']);
    expect(conversation.state.get().items).toMatchObject([{ kind: 'message' }]);
  });

  test('goes over REST while there is no socket', async () => {
    const { network, server, chat, conversation, quiet } = await online();
    network.refuse = () => 'busy';
    for (const socket of [...network.sockets]) socket.cut();
    await quiet(3000);
    conversation.send('by REST');
    await quiet(10_000);
    expect(server.sockets.size).toBe(0);
    expect(sentTexts(chat)).toEqual(['by REST']);
    expect(conversation.state.get().items).toMatchObject([{ kind: 'message' }]);
  });

  test('[CL7] honours how long the server says to wait', async () => {
    const { server, clock, chat, conversation, quiet } = await online();
    const tries: number[] = [];
    server.intercept = (name) => {
      if (name !== 'send_message') return;
      tries.push(clock.now());
      if (tries.length === 1) throw new ChatError('rate_limited', 'slow down', { retryAfterMs: 7000 });
    };
    conversation.send('a');
    conversation.send('b');
    await quiet(6900);
    expect(tries).toHaveLength(1);
    await quiet(200);
    expect(sentTexts(chat)).toEqual(['a', 'b']);
  });

  test('[CL7] of two that the server told to wait, neither shortens the other', async () => {
    const { server, client, clock, quiet, conversation } = await online();
    const other = server.createChat(1, 3);
    const tries: number[] = [];
    const waits = [7000, 1000];
    server.intercept = (name) => {
      if (name !== 'send_message') return;
      tries.push(clock.now());
      const retryAfterMs = waits.shift();
      if (retryAfterMs !== undefined) throw new ChatError('rate_limited', 'slow down', { retryAfterMs });
    };
    conversation.send('a');
    client.conversation(other.id).send('b');
    await quiet(6900);
    expect(tries).toHaveLength(2);
    await quiet(200);
    expect(tries).toHaveLength(4);
  });

  test('[CL1] one bad moment does not hold up the last of many chats for longer than the first', async () => {
    const { server, client, quiet } = await online();
    const chats = Array.from({ length: 8 }, () => server.createChat(1, 3));
    let bad = true;
    server.intercept = (name) => {
      if (name === 'send_message' && bad) throw new ChatError('unavailable', 'busy');
    };
    for (const { id } of chats) client.conversation(id).send('hello');
    await quiet(100);
    bad = false;
    await quiet(2000);
    expect(chats.map((one) => one.messages.length)).toEqual(chats.map(() => 1));
  });

  test('[CL6] what the server refuses is marked, holds up nothing, and can be tried again or thrown away', async () => {
    const { server, client, chat, conversation, quiet } = await online();
    server.intercept = (name, input) => {
      if (name === 'send_message' && String(input['message']).startsWith('bad')) throw new ChatError('forbidden', 'no');
    };
    const bad = conversation.send('bad 1');
    const worse = conversation.send('bad 2');
    const refused = conversation.whenSent(bad.clientId).catch((error: unknown) => error);
    conversation.send('good');
    await quiet(1000);
    expect(await refused).toMatchObject({ code: 'forbidden' });
    // Who asks later hears it too.
    await expect(conversation.whenSent(bad.clientId)).rejects.toMatchObject({ code: 'forbidden' });
    expect(sentTexts(chat)).toEqual(['good']);
    expect(conversation.state.get().items.map(({ state }) => state)).toEqual(['sent', 'failed', 'failed']);
    expect(client.chats.get().queued).toBe(0);
    server.intercept = () => {};
    conversation.retry(bad.clientId);
    conversation.discard(worse.clientId);
    await quiet(1000);
    expect(sentTexts(chat)).toEqual(['good', 'bad 1']);
    expect(conversation.state.get().items.every(({ kind }) => kind === 'message')).toBe(true);
  });

  test('an error inside the server is tried again a few times, and then no longer holds up the others', async () => {
    const { server, chat, conversation, quiet } = await online();
    let tries = 0;
    server.intercept = (name, input) => {
      if (name !== 'send_message' || input['message'] !== 'poison') return;
      tries++;
      throw new ChatError('internal', 'bug');
    };
    conversation.send('poison');
    conversation.send('fine');
    await quiet(120_000);
    expect(tries).toBe(5);
    expect(sentTexts(chat)).toEqual(['fine']);
  });

  test('says when it is sent', async () => {
    const { chat, conversation, quiet } = await online();
    const { clientId } = conversation.send('hello');
    const sent = conversation.whenSent(clientId);
    await quiet();
    await expect(sent).resolves.toMatchObject({ chatId: chat.id, seq: 1, client_id: clientId });
    await expect(conversation.whenSent(clientId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('whoever waits hears of it when everything is forgotten, or the client is closed', async () => {
    const { network, client, conversation, quiet } = await online();
    network.goDown();
    const forgotten = conversation.whenSent(conversation.send('a').clientId).catch((error: unknown) => error);
    await quiet();
    await client.forget();
    expect(await forgotten).toMatchObject({ code: 'conflict' });
    const { clientId } = conversation.send('b');
    const open = conversation.whenSent(clientId).catch((error: unknown) => error);
    client.close();
    expect(await open).toMatchObject({ code: 'unavailable' });
    await expect(conversation.whenSent(clientId)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('is forgotten also where nobody knows whose it is', async () => {
    const world = createWorld();
    world.network.goDown();
    const client = world.client(1, { session: { getToken: () => Promise.reject(new Error('no network')) } });
    void client.connect();
    await world.quiet();
    client.conversation('00000000-0000-4000-8000-000000000001').send('a');
    client.draft('00000000-0000-4000-8000-000000000001').set('b');
    let done = false;
    void client.forget().then(() => (done = true));
    await world.quiet(1000);
    expect(done).toBe(true);
    expect(client.outbox.get()).toEqual([]);
  });

  test('what was stored before the reload is not shown beside its stored message', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    world.server.send(1, chat.id, 'hello', 'id-1');
    const disk = new FakeDisk();
    const entry = {
      clientId: 'id-1',
      chatId: chat.id,
      order: 1,
      text: 'hello',
      type: 'text',
      replyTo: null,
      reply: null,
    };
    disk.values.set('outbox/1/id-1', JSON.stringify({ ...entry, createdAt: '2026-01-01T00:00:00.000Z' }));
    const seen = new Set<string>();
    const client = world.client(1, { storage: disk.open() });
    const conversation = client.conversation(chat.id);
    conversation.state.subscribe(
      () =>
        void seen.add(
          conversation.state
            .get()
            .items.map(({ kind }) => kind)
            .join(),
        ),
    );
    conversation.open();
    void client.connect();
    await world.quiet(5000);
    expect([...seen].filter((kinds) => kinds.includes('message'))).toEqual(['message']);
    expect(disk.count('outbox/')).toBe(0);
    expect(chat.messages).toHaveLength(1);
  });

  test('a message that the conversation has is not shown a second time when the outbox is read later', async () => {
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    world.server.send(1, chat.id, 'hello', 'id-1');
    const disk = new FakeDisk();
    let read = () => {};
    const slow = new Promise<void>((resolve) => (read = resolve));
    const storage = disk.open();
    const entries = async (prefix: string) => {
      if (prefix.startsWith('outbox/')) await slow;
      return storage.entries(prefix);
    };
    const entry = {
      clientId: 'id-1',
      chatId: chat.id,
      order: 1,
      text: 'hello',
      type: 'text',
      replyTo: null,
      reply: null,
    };
    disk.values.set('outbox/1/id-1', JSON.stringify({ ...entry, createdAt: '2026-01-01T00:00:00.000Z' }));
    const client = world.client(1, { storage: { ...storage, entries } });
    const conversation = client.conversation(chat.id);
    conversation.open();
    await client.connect();
    await world.quiet();
    world.network.goDown();
    read();
    await world.quiet();
    expect(client.outbox.get()).toHaveLength(1);
    expect(conversation.state.get().items.map(({ kind }) => kind)).toEqual(['message']);
    world.network.comeBack();
    await world.quiet(5000);
    expect(chat.messages).toHaveLength(1);
    expect(client.outbox.get()).toEqual([]);
  });

  test('[CL1] a crash at any step loses nothing, doubles nothing, and keeps the order', async () => {
    const texts = ['a', 'b', 'c', 'd'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 4 }), async (crashes) => {
        const world = createWorld();
        const chat = world.server.createChat(1, 2);
        const disk = new FakeDisk();
        let written = 0;
        const known: string[] = [];
        for (const crashAt of [...crashes, Infinity]) {
          let steps = 0;
          let alive = true;
          const mayRun = () => (alive &&= ++steps <= crashAt);
          const client = world.client(1, { storage: disk.open(mayRun) });
          void client.connect();
          const conversation = client.conversation(chat.id);
          conversation.open();
          await settle();
          while (alive && written < texts.length) {
            const text = texts[written++] ?? '';
            conversation.send(text);
            await settle();
            // In storage or on the server: then it may not get lost any more.
            if ([...disk.values.values()].some((value) => value.includes(`"text":"${text}"`))) known.push(text);
          }
          if (crashAt === Infinity) await world.quiet(60_000);
          alive = false;
          for (const socket of [...world.network.sockets]) socket.disconnect();
          client.close();
        }
        expect(new Set(sentTexts(chat)).size).toBe(chat.messages.length);
        for (const text of known) expect(sentTexts(chat)).toContain(text);
        expect(sentTexts(chat)).toEqual(texts.filter((text) => sentTexts(chat).includes(text)));
        expect(disk.count('outbox/')).toBe(0);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 60) },
    );
  }, 120_000);
});

describe('of two tabs that share an outbox, one waits for what the other sends', () => {
  const entry = {
    ...{ clientId: 'id-1', chatId: 'chat', text: 'hello', type: 'text' as const, replyTo: null, reply: null },
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  const message = { id: 'm', chatId: 'chat', seq: 1, sender_id: 1, client_id: 'id-1' } as Message;

  function tabs(send: OutboxOptions['send']) {
    const disk = new FakeDisk();
    const open = (more: Partial<OutboxOptions>) => {
      const outbox = new Outbox({
        ...{ storage: disk.open(), clock: new FakeClock(), random: () => 0.5, locks: undefined },
        ...{ canSend: () => true, onStored: () => undefined, send, ...more },
      });
      outbox.open(1);
      return outbox;
    };
    const waits = open({ canSend: () => false });
    waits.add(entry);
    const outcome = waits.whenSent('id-1').catch((error: unknown) => error);
    return { disk, open, waits, outcome };
  }

  test('[CL6] refused there, it is refused here', async () => {
    const { open, waits, outcome } = tabs(() => Promise.reject(new ChatError('forbidden', 'no')));
    await waits.settled();
    open({});
    expect(await outcome).toMatchObject({ code: 'forbidden' });
    await expect(waits.whenSent('id-1')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('stored there by a tab that is closed at that very moment, it is stored here', async () => {
    const { disk, open, waits, outcome } = tabs(async ({ clientId }) => ({ ...message, client_id: clientId }));
    await waits.settled();
    const sends = open({ onStored: () => sends.close() });
    expect(await outcome).toEqual(message);
    expect([disk.count('outbox/'), waits.state.get().items]).toEqual([0, []]);
  });
});
