import type { RealtimeClient } from '../../database/database-client.js';
import { CommandError } from '../../kernel/errors.js';
import { appendStatement, type BatchRow, readResults, type RowResult } from './append-batch.js';
import { attemptBatch } from './attempt-batch.js';
import { takeBatch } from './batch-queue.js';
import type { PendingAppend } from './pending-append.js';

/** Pooled connections that may wait for locks at the same time. */
const LANES_AT_WORK = 3;

/**
 * Chats whose row stays locked elsewhere. Each has a lane: its rows follow in order, in statements of its own that wait
 * for the lock (up to LIMIT_LOCK), and hold up nobody but themselves.
 */
export class WaitingLanes {
  readonly #lanes = new Map<string, PendingAppend[]>();
  readonly #resting: string[] = [];
  readonly #database: RealtimeClient;
  readonly #finish: (rows: readonly PendingAppend[], results: readonly RowResult[]) => Promise<void>;
  #atWork = 0;
  #size = 0;

  /** @param finish settles rows and tells what was committed; awaited, so that a chat's batches are told in order */
  constructor(
    database: RealtimeClient,
    finish: (rows: readonly PendingAppend[], results: readonly RowResult[]) => Promise<void>,
  ) {
    this.#database = database;
    this.#finish = finish;
  }

  /** How many rows are in lanes, at work or waiting for it. */
  get size(): number {
    return this.#size;
  }

  /** Whether what comes for this chat has to follow in its lane. */
  has(chatId: string): boolean {
    return this.#lanes.has(chatId);
  }

  add(row: PendingAppend): void {
    this.#size += 1;
    const { chatId } = row.request;
    const lane = this.#lanes.get(chatId);
    if (lane) lane.push(row);
    else {
      this.#lanes.set(chatId, [row]);
      this.#resting.push(chatId);
      this.#wake();
    }
  }

  #wake(): void {
    if (this.#atWork >= LANES_AT_WORK) return;
    const chatId = this.#resting.shift();
    if (chatId === undefined) return;
    this.#atWork += 1;
    void this.#work(chatId);
  }

  async #work(chatId: string): Promise<void> {
    const lane = this.#lanes.get(chatId) ?? [];
    while (lane.length > 0) {
      const rows = takeBatch(lane);
      const results = await attemptBatch(rows, (some) => this.#send(some));
      await this.#finish(rows, results);
      this.#size -= rows.length;
    }
    this.#lanes.delete(chatId);
    this.#atWork -= 1;
    this.#wake();
  }

  async #send(rows: readonly PendingAppend[]): Promise<RowResult[]> {
    const statement = appendStatement(rows, { wait: true, look: true, behind: false });
    try {
      const [answer] = await this.#database.query<BatchRow>(statement.text, statement.values);
      if (answer === undefined) throw new Error('the append did not answer');
      return readResults(rows, statement, answer);
    } catch (error) {
      // What becomes of the batch depends on what the driver said, not on what callers are told.
      throw error instanceof CommandError && error.cause !== undefined ? error.cause : error;
    }
  }
}
