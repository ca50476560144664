import { setTimeout as pause } from 'node:timers/promises';
import type { RealtimeClient } from '../../database/database-client.js';
import { connectionIsLost } from '../../database/database-errors.js';
import type { DirectConnection } from '../../database/direct-connection.js';
import { type CommandError, unavailable } from '../../kernel/errors.js';
import type { Logger } from '../../kernel/logger.js';
import type { CommittedChat, MessagePlace } from './append-types.js';
import { appendStatement, type BatchRow, readResults, type RowResult } from './append-batch.js';
import { attemptBatch } from './attempt-batch.js';
import { BatchQueue } from './batch-queue.js';
import type { PendingAppend } from './pending-append.js';
import { Room } from './room.js';
import { recoverMine, settleRows } from './settle-rows.js';
import { Settlement } from './settlement.js';
import { Unanswered } from './unanswered.js';
import { WaitingLanes } from './waiting-lanes.js';

export interface WriterOptions {
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Rows that may wait; `null`: any number. */
  readonly queue: number | null;
  readonly logger: Logger;
  readonly onBatch: (rows: number) => void;
  readonly onFull: () => void;
  readonly onCommitted: (chats: readonly CommittedChat[]) => void;
  /** Told of messages that were stored before and came again. */
  readonly onKnown: (places: readonly MessagePlace[]) => void;
  /** In milliseconds. */
  readonly now: () => number;
}

/** After so many batches in which its chat was locked elsewhere, a row goes where it may wait. */
const SKIPS = 3;
/** Repeats come together, as when many clients are back after an outage: after one, so many batches look for more at once. */
const LOOKING_BATCHES = 100;
const RECONNECT_MS = 3000;
const RECONNECT_PAUSE_MS = 100;

/**
 * One connection that writes batches, one after the other. When many rows wait, the next batch is sent while one is being
 * written, so that the database has it as soon as it is done; it holds no chat of the first, which may come back or fail.
 *
 * Rows wait in one queue, in order. A row whose chat is locked elsewhere goes back to the head of the queue and is in
 * the next batch again; after three such batches its chat leaves for a lane of its own, on a pooled connection that may
 * wait for the lock, with everything that comes for that chat until the lane is empty. So the order within a chat
 * holds, and no chat holds up another.
 */
export class BatchWriter {
  readonly #database: RealtimeClient;
  readonly #options: WriterOptions;
  readonly #lanes: WaitingLanes;
  readonly #settlement = new Settlement((rows, results) => this.#settle(rows, results));
  readonly #unanswered = new Unanswered();
  readonly #queue = new BatchQueue<PendingAppend>();
  readonly #room: Room;
  #scheduled = false;
  #connection: DirectConnection | null = null;
  #opening: Promise<DirectConnection> | null = null;
  #closed = false;
  /** How many batches are still to look for repeats. */
  #lookFor = 0;

  constructor(database: RealtimeClient, options: WriterOptions) {
    this.#database = database;
    this.#options = options;
    this.#room = new Room(options.queue, options.now);
    this.#lanes = new WaitingLanes(database, async (rows, results) => {
      this.#settlement.add(rows, await recoverMine(database, rows, results));
    });
  }

  /** Rows that wait or are being written. */
  get load(): number {
    return this.#unanswered.size;
  }

  /** Whether what comes now is taken; to be asked for what is refused otherwise (see `Room.takes`). */
  hasRoom(): boolean {
    return this.#room.takes(this.#unanswered.size - this.#queue.writing, this.#lanes.size);
  }

  /** @throws CommandError `unavailable` when there is no room */
  enqueue(row: PendingAppend): void {
    const same = this.#unanswered.find(row);
    if (same !== undefined) {
      same.shareWith(row);
      return;
    }
    if (!this.hasRoom()) {
      this.#options.onFull();
      throw serverIsBusy();
    }
    this.#unanswered.add(row);
    if (this.#lanes.has(row.request.chatId)) this.#lanes.add(row);
    else {
      this.#queue.add(row);
      if (this.#queue.isEnough) this.#next();
      else this.#schedule();
    }
  }

  /** Opens the connection before it is needed. @throws what `pg` throws */
  async connect(): Promise<void> {
    await this.#connected();
  }

  async close(): Promise<void> {
    await this.#unanswered.none();
    this.#closed = true;
    await this.#connection?.close();
  }

  /** Not a delay: it runs as soon as what has arrived at this moment was read, so that it leaves together, unless it is enough before. */
  #schedule(): void {
    if (this.#scheduled || !this.#queue.isReady) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
    });
  }

  /** Sends what there is to send now. */
  #next(): void {
    for (let rows = this.#queue.take(); rows.length > 0; rows = this.#queue.take()) this.#start(rows);
  }

  #start(rows: readonly PendingAppend[]): void {
    this.#write(rows).catch((error: unknown) => {
      this.#options.logger.error({ error }, 'a batch of messages failed in an unexpected way');
      for (const row of rows) {
        this.#unanswered.remove(row);
        row.fail(error);
      }
      this.#queue.done(rows);
      this.#next();
    });
  }

  async #write(rows: readonly PendingAppend[]): Promise<void> {
    const results = await recoverMine(this.#database, rows, await attemptBatch(rows, (some) => this.#send(some)));
    this.#lookFor = results.some(({ kind }) => kind === 'known') ? LOOKING_BATCHES : Math.max(0, this.#lookFor - 1);
    this.#putBack(rows, results);
    if (results.some((result) => result.kind === 'failed' && result.unreachable)) this.#giveUp();
    this.#queue.done(rows);
    // The database works on the next batch while this one's senders are answered.
    this.#next();
    this.#settlement.add(rows, results);
  }

  /** Rows of chats that were locked elsewhere go back to the head of the queue, or into a lane. */
  #putBack(rows: readonly PendingAppend[], results: readonly RowResult[]): void {
    const busy = rows.filter((_, index) => results[index]?.kind === 'busy');
    if (busy.length === 0) return;
    this.#queue.putBack(busy);
    for (const row of busy) row.timesSkipped += 1;
    const stuck = new Set(busy.filter((row) => row.timesSkipped >= SKIPS).map(({ request }) => request.chatId));
    if (stuck.size === 0) return;
    for (const row of this.#queue.removeChats(stuck)) this.#lanes.add(row);
  }

  /** The database cannot be reached: who waits is told at once, instead of after as long a time again. */
  #giveUp(): void {
    const rows = this.#queue.removeAll();
    const error = unavailable('The database cannot be reached at the moment. Please try again.');
    this.#settlement.add(
      rows,
      rows.map(() => ({ kind: 'failed', error, unreachable: true })),
    );
  }

  #settle(rows: readonly PendingAppend[], results: readonly RowResult[]): void {
    for (const [index, row] of rows.entries()) {
      if (results[index]?.kind !== 'busy') this.#unanswered.remove(row);
    }
    const { committed, known } = settleRows(this.#database, rows, results);
    if (known.length > 0) this.#options.onKnown(known);
    if (committed.length === 0) return;
    this.#options.onBatch(committed.reduce((sum, { messages }) => sum + messages.length, 0));
    this.#options.onCommitted(committed);
  }

  async #send(rows: readonly PendingAppend[]): Promise<RowResult[]> {
    const connection = await this.#connected();
    const statement = appendStatement(rows, {
      wait: false,
      look: this.#lookFor > 0,
      behind: connection.underWay > 0,
    });
    const spans = rows.flatMap(({ trace }) => trace?.begin(`SQL ${statement.name}`, { rows: rows.length }) ?? []);
    try {
      const [answer] = await connection.prepared<BatchRow>(statement.name, statement.text, statement.values);
      if (answer === undefined) throw new Error('the append did not answer');
      return readResults(rows, statement, answer);
    } catch (error) {
      if (connectionIsLost(error)) connection.drop();
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }

  /** The connection; a lost one is replaced, by one for all who ask. */
  #connected(): Promise<DirectConnection> {
    if (this.#connection !== null && !this.#connection.lost) return Promise.resolve(this.#connection);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** A restarting database gets a moment. */
  async #open(): Promise<DirectConnection> {
    for (const until = performance.now() + RECONNECT_MS; ; await pause(RECONNECT_PAUSE_MS)) {
      try {
        const connection = await this.#database.connect(this.#options.name);
        if (this.#closed) await connection.close();
        this.#connection = connection;
        return connection;
      } catch (error) {
        if (performance.now() > until || this.#closed) throw error;
      }
    }
  }
}

/** What those are told for whom there is no room. */
export const serverIsBusy = (): CommandError => unavailable('The server is busy. Please try again.');
