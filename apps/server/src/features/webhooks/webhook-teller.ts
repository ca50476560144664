import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DISPUTES, type Disputes } from '../disputes/disputes.api.js';
import { FEED, type Feed, type FeedEntry } from '../feed/feed.api.js';
import { CHANGE_TYPES, tellChanges, tellDisputes, tellMessages } from './told-events.repository.js';
import { isAnyWanted, readDisputeProgress } from './webhooks.queries.js';

/** Chats, or changes, of one statement: some milliseconds. */
const AT_ONCE = 50;
/** Dispute events of one statement. */
const DISPUTES_AT_ONCE = 200;

/**
 * Writes down what is to be told. It follows the feed under two names: messages, of which there can be very many, give way
 * to those that are being sent; disputes and members are told at once.
 */
@Injectable()
export class WebhookTeller {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DISPUTES) private readonly disputes: Disputes,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FEED) feed: Feed,
  ) {
    feed.follow('webhook_messages', (entries) => this.messages(entries), { givesWay: true });
    feed.follow('webhook_changes', (entries) => this.changes(entries));
  }

  /** Changes nothing the second time. */
  async messages(entries: readonly FeedEntry[]): Promise<void> {
    const ranges = entries.flatMap(({ items }) => items.filter((item) => item.kind === 'messages'));
    if (ranges.length === 0 || !(await isAnyWanted(this.database, ['message.created']))) return;
    for (let at = 0; at < ranges.length; at += AT_ONCE) {
      await tellMessages(this.database, ranges.slice(at, at + AT_ONCE), this.clock.now());
    }
  }

  /** Changes nothing the second time. */
  async changes(entries: readonly FeedEntry[]): Promise<void> {
    const changes = entries.flatMap(({ items }) =>
      items.filter((item) => item.kind === 'change' && CHANGE_TYPES[item.change] !== undefined),
    );
    for (let at = 0; at < changes.length; at += AT_ONCE) {
      await tellChanges(this.database, changes.slice(at, at + AT_ONCE), this.clock.now());
    }
    await this.#disputes();
  }

  /** Every step of a dispute leaves an entry in the feed too; what is told is read from where the steps are numbered. */
  async #disputes(): Promise<void> {
    for (;;) {
      const { done, last } = await readDisputeProgress(this.database);
      if (done >= last) return;
      const events = await this.disputes.listEvents(done, DISPUTES_AT_ONCE);
      if (events.length === 0) return;
      await tellDisputes(this.database, events, this.clock.now());
    }
  }
}
