import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { FEED, type Feed, type FeedBatch } from '../feed/feed.api.js';
import { JOBS, type Jobs } from '../jobs/jobs.api.js';
import { type MessageKey, MESSAGES, type Messages } from '../messages/messages.api.js';
import { firstLink } from './link-finder.rules.js';
import { PREVIEW } from './preview-maker.js';

/** Messages that are read in one go. */
const AT_ONCE = 200;

/** Finds the links of what was sent and edited, and has each looked at. */
@Injectable()
export class LinkFollower {
  constructor(
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(FEED) feed: Feed,
    @Inject(CONFIG) { content }: Config,
  ) {
    if (content.linkPreviews) feed.follow('previews', (batch) => this.follow(batch), { givesWay: true });
  }

  /** Again, it adds jobs that find their work done. */
  async follow(batch: FeedBatch): Promise<void> {
    const keys = keysOf(batch);
    for (let at = 0; at < keys.length; at += AT_ONCE) await this.#look(keys.slice(at, at + AT_ONCE));
  }

  async #look(keys: readonly MessageKey[]): Promise<void> {
    for (const { chatId, seq, sender_type: sender, sender_id: senderId, message } of await this.messages.readAt(keys)) {
      const link = sender === 'system' ? undefined : firstLink(message);
      if (link === undefined) continue;
      await this.jobs.add(PREVIEW, { chatId, seq, senderId, ...link }, { key: `preview ${chatId} ${seq}` });
    }
  }
}

function keysOf({ messages, changes }: FeedBatch): MessageKey[] {
  const sent = messages.flatMap(({ chatId, from, to }) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ chatId, seq: from + index })),
  );
  const edited = changes.flatMap(({ chatId, kind, seq }) => (kind === 'edit' && seq !== null ? [{ chatId, seq }] : []));
  return [...sent, ...edited];
}
