import { describe, expect, test, vi } from 'vitest';
import { ChatError } from '../chat-error.js';
import { FakeClock, settle } from '../testing/fake-clock.js';
import { FakeLocks } from '../testing/fake-tabs.js';
import { createWorld } from '../testing/fake-world.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { tusTransfers, type TransferTask, type Transfers } from './transfer.js';
import { UploadBook, type UploadBookOptions } from './upload-book.js';

const CHAT = '00000000-0000-7000-8000-0000000000c1';
const pdf = () => new File(['%PDF-1.7 of a bill'], 'bill.pdf', { type: 'application/pdf' });

/** What tabs share, as IndexedDB does: files stay files. */
function sharedDisk() {
  const values = new Map<string, unknown>();
  const sharedName = `disk ${Math.random()}`;
  const open = (): ChatStorage => ({
    sharedName,
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    entries: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
  });
  return { values, open };
}

/** Transfers that a test carries out by hand, and a server that says what it likes. */
function lab() {
  const clock = new FakeClock();
  const disk = sharedDisk();
  const locks = new FakeLocks();
  const tasks: (TransferTask & { aborted: boolean })[] = [];
  const cancelled: string[] = [];
  const transfers: Transfers = {
    begin(task) {
      const running = { ...task, aborted: false };
      tasks.push(running);
      return { abort: () => void (running.aborted = true) };
    },
    cancel: async (url) => void cancelled.push(url),
  };
  const looks: string[] = [];
  let state: 'processing' | 'ready' | 'refused' = 'ready';
  const open = (more: Partial<UploadBookOptions> = {}) => {
    const book = new UploadBook({
      ...{ storage: disk.open(), clock, random: () => 0.5, locks: undefined, transfers, wanted: () => new Set() },
      getUpload: ({ attachmentId }) => {
        looks.push(attachmentId);
        const attachment =
          state === 'ready' ? { id: attachmentId, name: 'bill.pdf', type: 'application/pdf', size: 18 } : null;
        const reason = state === 'refused' ? ('executable' as const) : null;
        return Promise.resolve({ id: attachmentId, state, received: 18, length: 18, attachment, reason });
      },
      ...more,
    });
    book.open(1);
    return book;
  };
  return {
    ...{ clock, disk, locks, tasks, cancelled, looks, open },
    serverSays: (next: typeof state) => void (state = next),
    /** Brings the last transfer to its end. */
    finish(task = tasks.at(-1)) {
      task?.onUrl(`/api/uploads/attachment-${tasks.length}`);
      task?.onDone();
      return settle();
    },
  };
}

describe('an upload', () => {
  test('[FI23] is on the device before it is on its way, and ready when the server says so', async () => {
    const { open, disk, tasks, finish, serverSays, clock } = lab();
    const book = open();
    const { id } = book.add(CHAT, pdf());
    expect(tasks).toHaveLength(0);
    await settle();
    expect(disk.values.size).toBe(2);
    expect(tasks[0]?.metadata).toEqual({ chatId: CHAT, filename: 'bill.pdf', filetype: 'application/pdf' });
    tasks[0]?.onProgress(9);
    expect(book.state.get()).toMatchObject([{ id, state: 'uploading', sent: 9, size: 18 }]);
    serverSays('processing');
    await finish();
    expect(book.state.get()).toMatchObject([{ state: 'processing' }]);
    serverSays('ready');
    await clock.advance(5000);
    expect(book.state.get()).toMatchObject([{ state: 'ready', attachment: { id: 'attachment-1' } }]);
    expect(await book.ready([id], () => true)).toEqual(['attachment-1']);
  });

  test('[FI23] goes on after a reload where it stopped', async () => {
    const { open, disk, tasks, clock } = lab();
    const first = open();
    const { id } = first.add(CHAT, pdf());
    await settle();
    tasks[0]?.onUrl('/api/uploads/a1');
    tasks[0]?.onProgress(9);
    await settle();
    first.close();
    expect(disk.values.size).toBe(2);
    const second = open();
    await settle();
    await clock.advance(10);
    expect(second.state.get()).toMatchObject([{ id, name: 'bill.pdf', state: 'uploading' }]);
    expect(tasks[1]?.url).toBe('/api/uploads/a1');
    expect(await tasks[1]?.file.text()).toBe('%PDF-1.7 of a bill');
  });

  test('[FI23] is tried again for ever when the network is away, and at once when it comes back', async () => {
    const { open, tasks, clock, finish } = lab();
    const book = open();
    book.add(CHAT, pdf());
    await settle();
    for (let n = 0; n < 5; n++) {
      tasks.at(-1)?.onError(new ChatError('unavailable', 'no network'));
      await settle();
      await clock.advance(60_000);
    }
    expect(tasks).toHaveLength(6);
    tasks.at(-1)?.onError(new ChatError('unavailable', 'no network'));
    await settle();
    expect(tasks).toHaveLength(6);
    book.wake();
    await settle();
    expect(tasks).toHaveLength(7);
    await finish();
    expect(book.state.get()).toMatchObject([{ state: 'ready' }]);
  });

  test('[FI23] can be paused, gone on with, and removed here and on the server', async () => {
    const { open, tasks, disk, cancelled } = lab();
    const book = open();
    const { id } = book.add(CHAT, pdf());
    await settle();
    tasks[0]?.onUrl('/api/uploads/a1');
    book.pause(id);
    await settle();
    expect(tasks[0]?.aborted).toBe(true);
    expect(book.state.get()).toMatchObject([{ state: 'paused' }]);
    book.resume(id);
    await settle();
    expect(tasks[1]?.url).toBe('/api/uploads/a1');
    book.remove(id);
    await settle();
    expect([tasks[1]?.aborted, cancelled, book.state.get(), disk.values.size]).toEqual([
      true,
      ['/api/uploads/a1'],
      [],
      0,
    ]);
  });

  test('[FI23] that the server refuses says why, and a second try begins anew', async () => {
    const { open, tasks, finish, serverSays } = lab();
    const book = open();
    const { id } = book.add(CHAT, pdf());
    await settle();
    serverSays('refused');
    await finish();
    expect(book.state.get()).toMatchObject([{ state: 'failed', error: { reason: 'executable' } }]);
    book.resume(id);
    await settle();
    expect(tasks[1]?.url).toBeUndefined();
    tasks[1]?.onError(new ChatError('payload_too_large', 'file: must have at most 9 bytes'));
    await settle();
    expect(book.state.get()).toMatchObject([{ state: 'failed', error: { code: 'payload_too_large' } }]);
  });

  test('[FI23] that the server has swept away begins anew', async () => {
    const { open, tasks, clock } = lab();
    const book = open();
    book.add(CHAT, pdf());
    await settle();
    tasks[0]?.onUrl('/api/uploads/a1');
    tasks[0]?.onError(new ChatError('not_found', 'No such upload.'));
    await settle();
    await clock.advance(60_000);
    expect(tasks).toHaveLength(2);
    expect(tasks[1]?.url).toBeUndefined();
  });

  test('[FI23] waits ever longer between attempts, at most half a minute, and no longer once bytes arrive', async () => {
    const { open, tasks, clock } = lab();
    const book = open();
    book.add(CHAT, pdf());
    await settle();
    const waits: number[] = [];
    const fail = async () => {
      const count = tasks.length;
      const from = clock.now();
      tasks.at(-1)?.onError(new ChatError('unavailable', 'no network'));
      await settle();
      while (tasks.length === count) await clock.advance(500);
      waits.push(clock.now() - from);
    };
    for (let n = 0; n < 8; n++) await fail();
    expect(waits.at(-1)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    tasks.at(-1)?.onProgress(5);
    await fail();
    expect(waits.at(-1)).toBeLessThanOrEqual(2000);
    // Those that wait do not hold up the others.
    tasks.at(-1)?.onError(new ChatError('unavailable', 'no network'));
    await settle();
    const before = tasks.length;
    for (let n = 0; n < 2; n++) book.add(CHAT, pdf());
    await settle();
    expect(tasks).toHaveLength(before + 2);
  });

  test('[FI23] is sent also where storage takes nothing and gives nothing', async () => {
    const { open, disk, tasks, finish } = lab();
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const book = open({ storage: { ...disk.open(), get: full, set: full, delete: full, entries: full } });
    const { id } = book.add(CHAT, pdf());
    await settle();
    await settle();
    expect(tasks).toHaveLength(1);
    await finish();
    expect(await book.ready([id], () => true)).toEqual(['attachment-1']);
    await expect(book.ready(['nowhere'], () => true)).rejects.toMatchObject({ code: 'invalid_payload' });
    book.sent([id]);
    expect(book.state.get()).toEqual([]);
  });

  test('[FI23] removed or paused while the device still keeps it, nothing of it stays, or it stays paused', async () => {
    const { open, disk, tasks } = lab();
    const keep: (() => void)[] = [];
    const storage = disk.open();
    const set = async (key: string, value: unknown) => {
      if (value instanceof Blob) await new Promise<void>((resolve) => keep.push(resolve));
      await storage.set(key, value);
    };
    const book = open({ storage: { ...storage, set } });
    const removed = book.add(CHAT, pdf());
    const paused = book.add(CHAT, pdf());
    await settle();
    book.remove(removed.id);
    book.pause(paused.id);
    await settle();
    for (const each of keep) each();
    await settle();
    await settle();
    expect([...disk.values.keys()].filter((key) => key.endsWith(removed.id))).toEqual([]);
    book.close();
    const second = open();
    await settle();
    expect(second.state.get()).toMatchObject([{ id: paused.id, state: 'paused' }]);
    expect(tasks).toEqual([]);
  });

  test('[FI23] late words of an attempt that was paused count for nothing', async () => {
    const { open, tasks, looks } = lab();
    const book = open();
    const { id } = book.add(CHAT, pdf());
    await settle();
    book.pause(id);
    book.resume(id);
    await settle();
    tasks[1]?.onUrl('/api/uploads/second');
    tasks[0]?.onUrl('/api/uploads/first');
    tasks[0]?.onProgress(3);
    tasks[1]?.onDone();
    await settle();
    expect(looks).toEqual(['second']);
  });

  test('two at a time, the others wait', async () => {
    const { open, tasks, finish } = lab();
    const book = open();
    for (let n = 0; n < 4; n++) book.add(CHAT, pdf());
    await settle();
    expect(tasks).toHaveLength(2);
    await finish(tasks[0]);
    expect(tasks).toHaveLength(3);
  });

  test('of two tabs one sends, and the other takes over when that one goes', async () => {
    const { open, tasks, locks, finish } = lab();
    const a = open({ locks });
    const b = open({ locks });
    await settle();
    a.add(CHAT, pdf());
    await vi.waitFor(() => expect(b.state.get()).toHaveLength(1));
    expect(tasks).toHaveLength(1);
    a.close();
    await vi.waitFor(() => expect(tasks).toHaveLength(2));
    await finish();
    await vi.waitFor(() => expect(b.state.get()).toMatchObject([{ state: 'ready' }]));
  });
});

test('[FI23] where the page may not use locks, though they are there, files are sent all the same', async () => {
  const { open, tasks, finish } = lab();
  let asked = 0;
  const request = () => {
    // Asked for ever, it would never come to an end.
    if (++asked > 50) return new Promise(() => undefined);
    return Promise.reject(new DOMException('Access to the Locks API is denied', 'SecurityError'));
  };
  const book = open({ locks: { request: request as never } });
  book.add(CHAT, pdf());
  await settle();
  await settle();
  expect(tasks).toHaveLength(1);
  await finish();
  expect([asked, book.state.get()]).toMatchObject([1, [{ state: 'ready' }]]);
});

describe('of two tabs', () => {
  test('[FI23] what is removed in one is given up by the other that sends it', async () => {
    const { open, tasks, locks, disk } = lab();
    const a = open({ locks });
    const b = open({ locks });
    await settle();
    const { id } = a.add(CHAT, pdf());
    await vi.waitFor(() => expect(b.state.get()).toHaveLength(1));
    tasks[0]?.onUrl('/api/uploads/a1');
    b.remove(id);
    await vi.waitFor(() => expect(a.state.get()).toEqual([]));
    expect(tasks.map(({ aborted }) => aborted)).toEqual([true]);
    expect(disk.values.size).toBe(0);
  });

  test('[FI23] what one has sent within a moment is gone from the other', async () => {
    const { open, locks, finish } = lab();
    const a = open({ locks });
    const b = open({ locks });
    await settle();
    const { id } = a.add(CHAT, pdf());
    await vi.waitFor(() => expect(b.state.get()).toHaveLength(1));
    await finish();
    a.sent([id]);
    await vi.waitFor(() => expect(b.state.get()).toEqual([]));
    expect(a.state.get()).toEqual([]);
  });
});

describe('a file that cannot be read any more', () => {
  const gone = () => Promise.reject(new DOMException('changed on disk', 'NotReadableError'));

  test.each([
    ['before the first byte', { arrayBuffer: gone }],
    ['on the way', { slice: () => ({ arrayBuffer: gone }) }],
  ])('[FI23] fails %s, and is not tried for ever', async (_, broken) => {
    const file = Object.assign(pdf(), broken);
    // Nothing listens there.
    const transfers = tusTransfers({ url: 'http://127.0.0.1:1', token: async () => 'token' });
    const error = await new Promise<ChatError>((onError) =>
      transfers.begin({
        ...{ file, metadata: {}, url: undefined, onError },
        ...{ onUrl: () => undefined, onProgress: () => undefined, onDone: () => undefined },
      }),
    );
    expect(error).toMatchObject({ code: 'invalid_payload' });
  });
});

describe('a message with files', () => {
  async function online() {
    const { transfers, tasks } = byHand();
    const world = createWorld();
    const chat = world.server.createChat(1, 2);
    const sent: Record<string, unknown>[] = [];
    world.server.intercept = (name, input) => {
      if (name === 'send_message') sent.push({ ...input });
    };
    const client = world.client(1, { transfers });
    const conversation = client.conversation(chat.id);
    conversation.open();
    await client.connect();
    await world.quiet();
    return { world, chat, client, conversation, sent, tasks };
  }

  function byHand() {
    const tasks: TransferTask[] = [];
    const transfers: Transfers = {
      begin(task) {
        tasks.push(task);
        return { abort: () => undefined };
      },
      cancel: async () => undefined,
    };
    return { transfers, tasks };
  }

  test('[FI23] waits for its files, and what follows in its chat waits behind it; other chats do not', async () => {
    const { world, client, conversation, sent, tasks } = await online();
    const other = world.server.createChat(1, 3);
    const { id } = client.uploads.add(conversation.chatId, pdf());
    conversation.send('', { uploads: [id], type: 'document' });
    conversation.send('after it');
    client.conversation(other.id).send('elsewhere');
    await world.quiet();
    expect(sent.map(({ message }) => message)).toEqual(['elsewhere']);
    expect(client.outbox.get().map(({ text, uploads }) => [text, uploads])).toEqual([
      ['', [id]],
      ['after it', undefined],
    ]);
    tasks[0]?.onUrl('/api/uploads/a1');
    tasks[0]?.onDone();
    await world.quiet(10_000);
    expect(sent.slice(1)).toMatchObject([{ message: '', attachment_ids: ['a1'] }, { message: 'after it' }]);
    expect(client.uploads.state.get()).toEqual([]);
    expect(await client.uploads.localFile('a1')?.text()).toBe('%PDF-1.7 of a bill');
  });

  test('[FI23] that is discarded takes its files with it, and is never sent', async () => {
    const { world, client, conversation, sent, tasks } = await online();
    const { id } = client.uploads.add(conversation.chatId, pdf());
    const { clientId } = conversation.send('with a file', { uploads: [id] });
    await world.quiet();
    conversation.discard(clientId);
    tasks[0]?.onUrl('/api/uploads/a1');
    tasks[0]?.onDone();
    await world.quiet(10_000);
    expect([sent, client.uploads.state.get(), client.outbox.get()]).toEqual([[], [], []]);
  });

  test('[FI23] whose file is refused fails, and says so', async () => {
    const { world, client, conversation, sent, tasks } = await online();
    const { id } = client.uploads.add(conversation.chatId, pdf());
    conversation.send('with a file', { uploads: [id] });
    conversation.send('after it');
    await world.quiet();
    tasks[0]?.onError(new ChatError('payload_too_large', 'file: must have at most 9 bytes'));
    await world.quiet(10_000);
    expect(client.outbox.get()).toMatchObject([{ text: 'with a file', state: 'failed' }]);
    expect(sent.map(({ message }) => message)).toEqual(['after it']);
  });
});
