import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DISPUTES, type Disputes } from '../disputes/disputes.api.js';
import { FEED, type Feed, type FeedBatch } from '../feed/feed.api.js';
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
    feed.follow('webhook_messages', (batch) => this.messages(batch), { givesWay: true, wants: 'messages' });
    feed.follow('webhook_changes', (batch) => this.changes(batch), { wants: 'changes' });
  }

  /** Changes nothing the second time. */
  async messages({ messages }: FeedBatch): Promise<void> {
    if (messages.length === 0 || !(await isAnyWanted(this.database, ['message.created']))) return;
    for (let at = 0; at < messages.length; at += AT_ONCE) {
      await tellMessages(this.database, messages.slice(at, at + AT_ONCE), this.clock.now());
    }
  }

  /** Changes nothing the second time. */
  async changes({ changes }: FeedBatch): Promise<void> {
    const told = changes.filter(({ kind }) => CHANGE_TYPES[kind] !== undefined);
    for (let at = 0; at < told.length; at += AT_ONCE) {
      await tellChanges(this.database, told.slice(at, at + AT_ONCE), this.clock.now());
    }
    await this.#disputes();
  }

  /**
   * Every step of a dispute leaves an entry in the feed too, if only its message: it is looked for with every batch, also
   * with one in which nothing changed. What is told is read from where the steps are numbered.
   */
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
