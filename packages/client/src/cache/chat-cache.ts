import type { Message } from '@stm-chat/protocol';
import type { Clock } from '../clock.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { deleteAll } from '../storage/delete-all.js';
import { isObject } from '../transport/wire-answer.js';
import { cachedList, cachedRun, MESSAGES_MAX, readList, readRun, RUNS_MAX } from './cached-values.js';
import type { CachedList, CachedRun } from './cached-values.js';

/** What changes within this time is written once. */
const GATHER_MS = 1500;

export interface ChatCacheOptions {
  readonly storage: ChatStorage;
  readonly clock: Clock;
  /** Whose chats; known once signed in. */
  readonly userId: Promise<number>;
  /** False once the user is signed out here: whatever still comes is not kept. */
  readonly mayKeep: () => boolean;
}

/**
 * A copy of what was shown last, for opening without a network: the top of the list and the ends of the chats that were
 * open. Never asked for the truth: what is restored from it is caught up with like everything that was missed.
 */
export class ChatCache {
  private list: (() => CachedList) | undefined;
  private readonly runs = new Map<string, CachedRun>();
  private cancel: (() => void) | undefined;
  /** Writes happen one after the other; the last value wins. */
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: ChatCacheOptions) {}

  /** The chats as they were last, and the epoch of the server that told of them; undefined when there is nothing. */
  async readList(): Promise<CachedList | undefined> {
    return readList(await this.get('list'));
  }

  /** The end of a chat as it was last. */
  async readRun(chatId: string): Promise<CachedRun | undefined> {
    const waiting = this.runs.get(chatId);
    return waiting ?? readRun(await this.get(`run/${chatId}`));
  }

  /** The list changed; `read` is asked when it is written. Of long ones only the top is kept. */
  keepList(read: () => CachedList): void {
    if (!this.options.mayKeep()) return;
    this.list = read;
    this.schedule();
  }

  /** The end of a chat is this now; `hasBefore`: there are older messages than these. */
  keepRun(chatId: string, messages: readonly Message[], hasBefore: boolean, revision: number): void {
    if (!this.options.mayKeep()) return;
    const end = messages.slice(-MESSAGES_MAX);
    this.runs.set(chatId, { messages: end, hasBefore: hasBefore || end.length < messages.length, revision });
    this.schedule();
  }

  /** The chat is not mine any more: what was said in it stays nowhere. */
  drop(chatId: string): void {
    this.runs.delete(chatId);
    void this.write(async (key) => {
      await this.options.storage.delete(key(`run/${chatId}`));
    });
  }

  /** Deletes everything, from this device too. */
  async forget(): Promise<void> {
    this.list = undefined;
    this.runs.clear();
    this.cancel?.();
    this.cancel = undefined;
    await this.write(async (key) => {
      await deleteAll(this.options.storage, key(''));
    });
  }

  /** Writes what waits, and nothing after it. */
  close(): void {
    this.cancel?.();
    if (this.list !== undefined || this.runs.size > 0) this.flush();
    this.closed = true;
  }

  private schedule(): void {
    if (this.closed) return;
    this.cancel ??= this.options.clock.after(GATHER_MS, () => this.flush());
  }

  private flush(): void {
    this.cancel = undefined;
    const list = this.list?.();
    const runs = [...this.runs];
    this.list = undefined;
    void this.write(async (key) => {
      const { storage } = this.options;
      if (list !== undefined) await storage.set(key('list'), cachedList(list));
      for (const [chatId, run] of runs) {
        // Dropped or replaced meanwhile.
        if (this.runs.get(chatId) !== run) continue;
        await storage.set(key(`run/${chatId}`), cachedRun(run));
        this.runs.delete(chatId);
      }
      if (runs.length > 0) await this.prune(key, new Set(runs.map(([chatId]) => chatId)));
    });
  }

  /** The chats that were open last are kept, the one before `RUNS_MAX` others is not. */
  private async prune(key: (name: string) => string, fresh: ReadonlySet<string>): Promise<void> {
    const { storage } = this.options;
    const stored = await storage.get(key('recent'));
    const before = Array.isArray(stored) ? stored.filter((chatId): chatId is string => typeof chatId === 'string') : [];
    const recent = [...fresh, ...before.filter((chatId) => !fresh.has(chatId))];
    for (const chatId of recent.slice(RUNS_MAX)) await storage.delete(key(`run/${chatId}`));
    await storage.set(key('recent'), recent.slice(0, RUNS_MAX));
  }

  private async get(name: string): Promise<unknown> {
    const prefix = await this.prefix();
    // A copy that cannot be read is one that is not there.
    const value = await this.options.storage.get(`${prefix}${name}`).catch(() => undefined);
    return isObject(value) ? value : undefined;
  }

  private write(task: (key: (name: string) => string) => Promise<void>): Promise<void> {
    this.writing = this.writing
      .then(() => this.prefix())
      .then((prefix) => task((name) => `${prefix}${name}`))
      // A full disk costs the copy, nothing else.
      .catch(() => undefined);
    return this.writing;
  }

  private async prefix(): Promise<string> {
    return `cache/${await this.options.userId}/`;
  }
}
