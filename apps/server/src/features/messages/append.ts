import type { RealtimeClient } from '../../database/database-client.js';
import { type CommandError, unavailable } from '../../kernel/errors.js';
import type { Ids } from '../../kernel/ids.js';
import type { Logger } from '../../kernel/logger.js';
import { News } from '../../kernel/news.js';
import type { AppendOutcome, AppendRequest, CommittedChat, MessagePlace } from './append-types.js';
import { BatchWriter, serverIsBusy } from './batch-writer.js';
import { PendingAppend } from './pending-append.js';

export interface AppenderOptions {
  readonly writers: number;
  /** Messages that may wait for each writer; `null`: any number. */
  readonly queue: number | null;
  readonly logger: Logger;
  /** Told the number of rows of every batch that was committed. */
  readonly onBatch?: (rows: number) => void;
  /** Told of every message that was refused because there was no room. */
  readonly onFull?: () => void;
  /** The clock of the queue, in milliseconds. */
  readonly now?: () => number;
}

/**
 * The append: the only way in which people's messages enter chats.
 *
 * Invariants. A promise of `append` resolves after the commit, never before. Of one chat, messages enter in the order of
 * the calls, and `onCommitted` is told of them in `seq` order. Nothing waits for company: a message goes out at once
 * when its writer is idle; while a batch is being written, what arrives becomes the next one (group commit).
 *
 * Locks: `append_batch` (`migrations/functions/append_batch.sql`) locks the rows of its chats in the order of their ids. Chats are hashed to
 * writers, each with a connection of its own on which one batch runs at a time, so that two batches of this server never
 * want the same row. See `batch-writer.ts` for what happens when things go wrong.
 */
export class Appender {
  readonly #writers: readonly BatchWriter[];
  readonly #ids: Ids;
  readonly #committed: News<readonly CommittedChat[]>;
  readonly #known: News<readonly MessagePlace[]>;
  readonly #onFull: () => void;
  readonly #refusal = serverIsBusy();
  #closed = false;

  constructor(database: RealtimeClient, ids: Ids, options: AppenderOptions) {
    this.#ids = ids;
    this.#onFull = options.onFull ?? (() => undefined);
    const onError = (error: unknown) => options.logger.error({ error }, 'a listener of the append failed');
    this.#committed = new News(onError);
    this.#known = new News(onError);
    this.#writers = Array.from(
      { length: options.writers },
      (_, index) =>
        new BatchWriter(database, {
          name: `writer ${index + 1}`,
          queue: options.queue,
          logger: options.logger,
          onBatch: options.onBatch ?? (() => undefined),
          onFull: this.#onFull,
          onCommitted: (chats) => this.announce(chats),
          onKnown: (places) => this.#known.tell(places),
          now: options.now ?? (() => performance.now()),
        }),
    );
  }

  /**
   * Appends a message. It has entered its writer's queue when this returns its promise.
   * @throws CommandError `unavailable` when there is no room, or when it is not known whether the message was stored
   * (sent again with the same client id, it is stored once); `invalid_payload` when the database cannot store the text
   */
  append(request: AppendRequest): Promise<AppendOutcome> {
    if (this.#closed) return Promise.reject(unavailable('The server is stopping. Please try again.'));
    const pending = new PendingAppend(request, this.#ids.next());
    try {
      this.#writerOf(request.chatId).enqueue(pending);
    } catch (full) {
      return Promise.reject(full);
    }
    return pending.outcome;
  }

  /**
   * Calls `listener` once per commit, after the senders of its messages were answered.
   * Several servers write: of a chat, a listener hears only what this one wrote.
   */
  onCommitted(listener: (chats: readonly CommittedChat[]) => void): void {
    this.#committed.subscribe(listener);
  }

  /**
   * Calls `listener` with messages that were there before and came again. Of one whose answer was lost, and which PostgreSQL
   * stored late, nobody may have been told.
   */
  onKnown(listener: (places: readonly MessagePlace[]) => void): void {
    this.#known.subscribe(listener);
  }

  /** For functions that append a system message under the chat's lock: tells what they committed, as a batch does. */
  announce(chats: readonly CommittedChat[]): void {
    // Whoever waits for a promise that resolved just now runs first: acknowledgements leave before broadcasts.
    setImmediate(() => this.#committed.tell(chats));
  }

  /** Opens the connections before they are needed. @throws what `pg` throws */
  async connect(): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.connect()));
  }

  /** What whatever came now would get, since no writer has room, and is counted so; null while one has. */
  refusal(): CommandError | null {
    if (this.#writers.some((writer) => writer.hasRoom())) return null;
    this.#onFull();
    return this.#refusal;
  }

  /** Messages that wait or are being written. */
  get load(): number {
    return this.#writers.reduce((sum, writer) => sum + writer.load, 0);
  }

  /** Refuses what comes from now on, finishes what was accepted, and closes the connections. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#writers.map((writer) => writer.close()));
  }

  #writerOf(chatId: string): BatchWriter {
    // The end of a UUIDv7 is random.
    const writer = this.#writers[Number.parseInt(chatId.slice(-6), 16) % this.#writers.length] ?? this.#writers[0];
    if (writer === undefined) throw new Error('there is no message writer');
    return writer;
  }
}
