import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { FEED, type Feed, type FeedBatch, type MessageRange } from '../feed/feed.api.js';
import { JOBS, type Jobs } from '../jobs/jobs.api.js';
import { firstLink } from './link-finder.rules.js';
import { PREVIEW } from './preview-maker.js';
import { findLinking } from './previews.repository.js';

/** Ranges of one statement. */
const AT_ONCE = 200;

/** Finds the links of what was sent and edited, and has each looked at. */
@Injectable()
export class LinkFollower {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(FEED) feed: Feed,
    @Inject(CONFIG) { content }: Config,
  ) {
    if (content.linkPreviews) feed.follow('previews', (batch) => this.follow(batch), { givesWay: true });
  }

  /** Again, it adds jobs that find their work done. */
  async follow({ messages, changes }: FeedBatch): Promise<void> {
    const edited = changes.flatMap(({ chatId, kind, seq }) =>
      kind === 'edit' && seq !== null ? [{ chatId, from: seq, to: seq }] : [],
    );
    const ranges = [...messages, ...edited];
    for (let at = 0; at < ranges.length; at += AT_ONCE) await this.#look(ranges.slice(at, at + AT_ONCE));
  }

  async #look(ranges: readonly MessageRange[]): Promise<void> {
    for (const { chat_id: chatId, seq, sender_id: senderId, message } of await findLinking(this.database, ranges)) {
      const link = firstLink(message);
      if (link === undefined) continue;
      await this.jobs.add(PREVIEW, { chatId, seq, senderId, ...link }, { key: `preview ${chatId} ${seq}` });
    }
  }
}
