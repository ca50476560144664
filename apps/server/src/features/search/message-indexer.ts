import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { FEED, type Feed, type FeedBatch, type MessageRange } from '../feed/feed.api.js';
import { type JobRun, JOBS, type Jobs } from '../jobs/jobs.api.js';
import { indexedBy, portions } from './indexed-ranges.rules.js';
import {
  advance,
  finish,
  indexMessages,
  lastSeqs,
  meetNext,
  moved,
  nextChats,
  readProgress,
} from './search.repository.js';
import { SEARCH_BACKFILL } from './search-state.js';

/** Messages of one statement: a tenth of a second. */
const MESSAGES_AT_ONCE = 1000;
/** Chats of one step of the backfill. */
const CHATS_AT_ONCE = 50;
/** Chats of one step of who met whom. */
const MEETINGS_AT_ONCE = 500;

/** Keeps what messages are found by: follows the feed, and reads what was there before. */
@Injectable()
export class MessageIndexer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(FEED) feed: Feed,
    @Inject(JOBS) jobs: Jobs,
  ) {
    feed.follow('search', (batch) => this.follow(batch), { givesWay: true });
    jobs.handle(SEARCH_BACKFILL, (_payload, run) => this.backfill(run));
  }

  /** Changes nothing the second time. */
  async follow(batch: FeedBatch): Promise<void> {
    const { ranges, chats } = indexedBy(batch);
    const seqs = chats.length === 0 ? new Map<string, number>() : await lastSeqs(this.database, chats);
    await this.#index([...ranges, ...[...seqs].map(([chatId, to]) => ({ chatId, from: 1, to }))]);
    const touched = new Set([...batch.messages, ...batch.changes].map(({ chatId }) => chatId));
    if (touched.size > 0) await moved(this.database, [...touched]);
    this.metrics.observe('chat_search_lag_seconds', Math.max(0, this.clock.now() - batch.since.getTime()) / 1000, {});
  }

  /** Goes on where an earlier run ended. */
  async backfill({ signal }: Pick<JobRun, 'signal'>): Promise<void> {
    const { done } = await readProgress(this.database);
    if (!done) await this.#readMessages(signal);
    while (!(await meetNext(this.database, MEETINGS_AT_ONCE))) signal.throwIfAborted();
  }

  async #readMessages(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const chats = await nextChats(this.database, CHATS_AT_ONCE);
      if (chats.length === 0) break;
      await this.#index(chats.map(({ id, last_seq: to }) => ({ chatId: id, from: 1, to })));
      await advance(
        this.database,
        chats.map(({ id }) => id),
      );
    }
    await finish(this.database);
  }

  async #index(ranges: readonly MessageRange[]): Promise<void> {
    for (const portion of portions(ranges, MESSAGES_AT_ONCE)) await indexMessages(this.database, portion);
  }
}
