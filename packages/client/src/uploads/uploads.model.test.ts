import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ChatError } from '../chat-error.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { FakeClock, settle } from '../testing/fake-clock.js';
import { FakeLocks } from '../testing/fake-tabs.js';
import type { TransferTask, Transfers } from './transfer.js';
import { UploadBook } from './upload-book.js';

const CHAT = '00000000-0000-7000-8000-0000000000c1';

/** Tabs hear each other a moment later. */
class FakeChannel extends EventTarget {
  private static readonly all = new Set<FakeChannel>();

  constructor(readonly name: string) {
    super();
    FakeChannel.all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of FakeChannel.all) {
      if (other === this || other.name !== this.name) continue;
      setImmediate(() => FakeChannel.all.has(other) && other.dispatchEvent(new MessageEvent('message', { data })));
    }
  }

  close(): void {
    FakeChannel.all.delete(this);
  }
}

interface Running extends TransferTask {
  readonly tab: number;
  over: boolean;
}

/** A device with two tabs, and a server that takes bytes, looks at files, and sweeps. */
class World {
  readonly clock = new FakeClock();
  readonly values = new Map<string, unknown>();
  readonly running: Running[] = [];
  readonly tabs: UploadBook[] = [];
  /** Attachments that the server has: what it says of each. */
  readonly server = new Map<string, 'processing' | 'ready' | 'refused'>();
  private readonly locks = new FakeLocks();
  private readonly name = `disk ${Math.random()}`;
  private made = 0;

  open(tab: number): void {
    const transfers: Transfers = {
      begin: (task) => {
        const running: Running = { ...task, tab, over: false };
        this.running.push(running);
        return { abort: () => void (running.over = true) };
      },
      cancel: async (url) => void this.server.delete(idOf(url)),
    };
    const book = new UploadBook({
      ...{ storage: this.disk(), clock: this.clock, random: () => 0.5, locks: this.locks, transfers },
      wanted: () => new Set(),
      getUpload: async ({ attachmentId }) => {
        const state = this.server.get(attachmentId);
        if (state === undefined) throw new ChatError('not_found', 'No such upload.');
        const attachment = state === 'ready' ? { id: attachmentId, name: 'x', type: 'y', size: 1 } : null;
        return { id: attachmentId, state, received: 1, length: 1, attachment, reason: null };
      },
    });
    book.open(1);
    this.tabs[tab] = book;
  }

  get active(): Running[] {
    return this.running.filter(({ over }) => !over);
  }

  /** The server takes the first bytes, or goes on where it stopped; unknown places it does not know. */
  step(task: Running, how: 'url' | 'done' | 'fail' | 'look'): void {
    if (how === 'fail') return this.end(task, new ChatError('unavailable', 'no network'));
    let { url } = task;
    if (url !== undefined && !this.server.has(idOf(url))) return this.end(task, new ChatError('not_found', 'swept'));
    if (url === undefined) {
      url = `/api/uploads/a${++this.made}`;
      this.server.set(idOf(url), 'processing');
      Object.assign(task, { url });
      task.onUrl(url);
    }
    task.onProgress(1);
    if (how === 'url') return;
    this.server.set(idOf(url), how === 'done' ? 'ready' : 'processing');
    task.over = true;
    task.onDone();
  }

  async quiet(ms = 0): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await settle();
    await this.clock.advance(ms);
    for (let turn = 0; turn < 12; turn++) await settle();
  }

  private end(task: Running, error: ChatError): void {
    task.over = true;
    task.onError(error);
  }

  private disk(): ChatStorage {
    const { values } = this;
    const step = async <T>(task: () => T): Promise<T> => {
      await settle();
      return task();
    };
    return {
      sharedName: this.name,
      get: (key) => step(() => values.get(key)),
      set: (key, value) => step(() => void values.set(key, value)),
      delete: (key) => step(() => void values.delete(key)),
      entries: (prefix) => step(() => [...values].filter(([key]) => key.startsWith(prefix))),
    };
  }
}

const idOf = (url: string): string => url.split('/').at(-1) ?? '';

const act = fc.record({
  name: fc.constantFrom(
    ...(['add', 'add', 'pause', 'resume', 'remove', 'url', 'done', 'done', 'look', 'fail'] as const),
    ...(['reload', 'wake', 'sweep', 'refuse', 'ready', 'pass'] as const),
  ),
  tab: fc.constantFrom(0, 1),
  n: fc.nat({ max: 7 }),
  wait: fc.constantFrom(0, 0, 1, 200, 3000),
});

describe('uploads of two tabs, whatever happens', () => {
  beforeEach(() => void vi.stubGlobal('BroadcastChannel', FakeChannel));

  afterEach(() => void vi.unstubAllGlobals());

  test('[FI23] each comes to its end in both tabs, is sent by one at a time, and nothing of what was removed stays', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
        const world = new World();
        for (const tab of [0, 1]) world.open(tab);
        await world.quiet();
        const removed = new Set<string>();
        let added = 0;
        for (const { name, tab, n, wait } of acts) {
          const book = world.tabs[tab] as UploadBook;
          const items = book.state.get();
          const item = items[n % Math.max(1, items.length)];
          const task = world.active[n % Math.max(1, world.active.length)];
          const [first] = [...world.server.keys()];
          if (name === 'add') book.add(CHAT, new File(['x'], `file ${++added}`));
          else if (name === 'remove' && item !== undefined) {
            removed.add(item.id);
            book.remove(item.id);
          } else if ((name === 'pause' || name === 'resume') && item !== undefined) book[name](item.id);
          else if (name === 'url' || name === 'done' || name === 'look' || name === 'fail') {
            if (task !== undefined) world.step(task, name);
          } else if (name === 'wake') book.wake();
          else if (name === 'reload') {
            // What was just added is on the device by then.
            await world.quiet();
            book.close();
            for (const each of world.active) if (each.tab === tab) each.over = true;
            world.open(tab);
          } else if (name === 'pass') await world.quiet(n * 1000);
          else if (first !== undefined && name === 'sweep') world.server.delete(first);
          else if (first !== undefined && name !== 'sweep') {
            world.server.set(first, name === 'refuse' ? 'refused' : 'ready');
          }
          if (wait > 0) await world.quiet(wait);
          const sent = world.active.map(({ metadata }) => metadata['filename']);
          expect(new Set(sent).size).toBe(sent.length);
          for (const one of [0, 1])
            expect(world.active.filter((each) => each.tab === one).length).toBeLessThanOrEqual(2);
        }
        await finish(world);
        const [a, b] = world.tabs.map((book) =>
          book.state
            .get()
            .map(({ id, state }) => `${id} ${state}`)
            .sort(),
        );
        expect(a).toEqual(b);
        const states = new Set((a ?? []).map((line) => line.split(' ')[1]));
        for (const state of states) expect(['ready', 'paused', 'failed']).toContain(state);
        for (const id of removed) expect([...world.values.keys()].filter((key) => key.includes(id))).toEqual([]);
        expect((a ?? []).filter((line) => removed.has(line.split(' ')[0] ?? ''))).toEqual([]);
        for (const book of world.tabs) book.close();
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 25) },
    );
  });
});

/** The network is good and the server takes and likes everything, until nothing is under way. */
async function finish(world: World): Promise<void> {
  for (let round = 0; round < 60; round++) {
    for (const [id, state] of world.server) if (state === 'processing') world.server.set(id, 'ready');
    for (const task of world.active) world.step(task, 'done');
    await world.quiet(2000);
    const busy = world.tabs.some((book) =>
      book.state.get().some(({ state }) => ['queued', 'uploading', 'processing'].includes(state)),
    );
    if (!busy && world.active.length === 0) break;
  }
  await world.quiet(60_000);
}
