import type { Message } from '@stm-chat/protocol';
import type { ChatStorage } from '../storage/chat-storage.js';
import { deleteAll } from '../storage/delete-all.js';
import { createStore } from '../store.js';
import { openChannel, type Channel } from '../tabs/channel.js';
import { outboxKey, outboxPrefix, readEntry, type OutboxEntry } from './outbox-entry.js';
import { emptyOutbox, nextOutbox, type OutboxEvent, type OutboxState } from './outbox-state.js';

/** `discarded`: what nobody wants sent any more. */
type TabNews =
  | { readonly kind: 'changed'; readonly discarded?: string }
  | { readonly kind: 'stored'; readonly message: Message };

/** What tells the tabs of one user's outbox apart from others'; undefined when storage is this tab's alone. */
export function outboxName(storage: ChatStorage, userId: number): string | undefined {
  return storage.sharedName === undefined ? undefined : `${storage.sharedName} outbox ${userId}`;
}

export interface ShelfHooks {
  /** Another tab learnt that the server has this message. */
  readonly onStoredElsewhere: (clientId: string, message: Message) => void;
  readonly onDiscardedElsewhere: (clientId: string) => void;
  readonly onLoaded: () => void;
}

/** The outbox's state, kept the same in memory, in storage and in other tabs. */
export class Shelf {
  readonly state = createStore<OutboxState>(emptyOutbox);
  private readonly writes = new Map<string, Promise<void>>();
  private channel: Channel<TabNews> | undefined;
  private identify: (userId: number) => void = () => {};
  /** Whose messages these are may be known later than the first of them; so long they are in memory only. */
  private readonly userId = new Promise<number>((resolve) => (this.identify = resolve));
  private writesDone = 0;
  private closed = false;

  constructor(
    private readonly storage: ChatStorage,
    private readonly hooks: ShelfHooks,
  ) {}

  open(userId: number): void {
    this.channel = openChannel<TabNews>(outboxName(this.storage, userId), (news) => this.hear(news));
    this.identify(userId);
    void this.load();
  }

  dispatch(event: OutboxEvent): void {
    this.state.set(nextOutbox(this.state.get(), event));
  }

  find(clientId: string): OutboxEntry | undefined {
    return this.state.get().items.find(({ entry }) => entry.clientId === clientId)?.entry;
  }

  /** Behind everything that this device has written. */
  nextOrder(now: number): number {
    return Math.max(now, (this.state.get().items.at(-1)?.entry.order ?? 0) + 1);
  }

  /** Changes a message, then keeps it as it has become. */
  change(event: OutboxEvent, clientId: string): void {
    this.dispatch(event);
    const entry = this.find(clientId);
    if (entry === undefined) return;
    this.write(clientId, async () => {
      await this.storage.set(outboxKey(await this.userId, clientId), entry);
      this.writesDone++;
      this.dispatch({ type: 'kept', entry });
      this.tell({ kind: 'changed' });
    });
  }

  /** Nothing more to do for this one; out of memory first, so that no list that is being read brings it back. */
  finish(clientId: string, message?: Message): void {
    this.dispatch({ type: 'done', clientId });
    this.write(clientId, async () => {
      await this.storage.delete(outboxKey(await this.userId, clientId));
      this.tell(message === undefined ? { kind: 'changed', discarded: clientId } : { kind: 'stored', message });
    });
  }

  /** Resolves when everything about this message is in storage, or could not be written, which must not stop it. */
  async written(clientId: string): Promise<void> {
    await this.writes.get(clientId);
  }

  async settled(): Promise<void> {
    await Promise.all(this.writes.values());
  }

  async load(): Promise<void> {
    const prefix = outboxPrefix(await this.userId);
    let found: Awaited<ReturnType<ChatStorage['entries']>> | undefined;
    let written: number;
    do {
      written = this.writesDone;
      found = await this.storage.entries(prefix).catch(() => undefined);
      // Read before something was written here: it would not be in there, and would be taken for gone.
    } while (written !== this.writesDone);
    if (this.closed) return;
    const entries = found?.map(([, value]) => readEntry(value)).filter((entry) => entry !== undefined);
    if (entries !== undefined) this.dispatch({ type: 'loaded', entries });
    this.hooks.onLoaded();
  }

  async forget(): Promise<void> {
    for (const { entry } of this.state.get().items) this.finish(entry.clientId);
    await deleteAll(this.storage, outboxPrefix(await this.userId));
  }

  /** What is being written is told of; nothing is heard any more. */
  close(): void {
    this.closed = true;
    void this.settled().then(() => this.channel?.close());
  }

  private tell(news: TabNews): void {
    this.channel?.post(news);
  }

  private hear(news: TabNews): void {
    if (this.closed) return;
    if (news.kind === 'stored') return this.storedElsewhere(news.message);
    if (news.discarded !== undefined && this.find(news.discarded) !== undefined) {
      this.dispatch({ type: 'done', clientId: news.discarded });
      this.hooks.onDiscardedElsewhere(news.discarded);
    }
    void this.load();
  }

  private storedElsewhere(message: Message): void {
    if (message.client_id === null) return;
    this.dispatch({ type: 'done', clientId: message.client_id });
    this.hooks.onStoredElsewhere(message.client_id, message);
  }

  /** Writes about one message happen one after the other. */
  private write(clientId: string, task: () => Promise<void>): void {
    const run = this.written(clientId)
      .then(task)
      .catch(() => undefined);
    this.writes.set(clientId, run);
    void run.then(() => {
      if (this.writes.get(clientId) === run) this.writes.delete(clientId);
    });
  }
}
