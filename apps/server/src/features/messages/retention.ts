import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { chatsToExpire, expireMessages } from './change-message.repository.js';
import { Publication } from './publication.js';

const EXPIRE: JobTask<{ after: string }> = { name: 'expire_messages' };
const EVERY_MS = 6 * 60 * 60_000;
const FROM_THE_FIRST = '00000000-0000-0000-0000-000000000000';
/** Chats that one job looks at: a job is short, and the next one goes on. */
const CHATS = 500;
/** Messages that are taken away under one lock of their chat: whoever writes there waits no longer than that. */
const MESSAGES = 50;

/**
 * Takes away what people wrote longer ago than `KEEP_MESSAGES`, chat by chat and bite by bite; off unless that is set.
 * A bite that was done is done: after a crash the job comes again and finds what is left.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap {
  readonly #keepMs: number | null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) config: Config,
    @Inject(Publication) private readonly publication: Publication,
  ) {
    this.#keepMs = config.chats.keepMs;
    jobs.handle(EXPIRE, async ({ after }) => {
      // Switched off since the job was added.
      if (this.#keepMs === null) return;
      let next: string | null = FROM_THE_FIRST;
      try {
        next = await this.run(after);
      } finally {
        await (next === null ? this.#later(FROM_THE_FIRST, EVERY_MS) : this.#later(next, 0));
      }
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.#keepMs !== null) await this.#later(FROM_THE_FIRST, EVERY_MS);
  }

  /** Some chats after this one. @returns the last of them; null when there are no more */
  async run(after = FROM_THE_FIRST): Promise<string | null> {
    if (this.#keepMs === null) return null;
    const olderThan = new Date(this.clock.now() - this.#keepMs);
    const { last, due } = await chatsToExpire(this.database, { after, olderThan, most: CHATS });
    let expired = 0;
    for (const chatId of due) expired += await this.#expire(chatId, olderThan);
    if (expired > 0) this.logger.info({ messages: expired, chats: due.length }, 'old messages were taken away');
    return last;
  }

  async #expire(chatId: string, olderThan: Date): Promise<number> {
    let expired = 0;
    for (;;) {
      const { outcome, memberIds, messages } = await expireMessages(this.database, {
        chatId,
        olderThan,
        most: MESSAGES,
      });
      if (outcome !== 'done') return expired;
      if (messages.length > 0) this.publication.publishChange({ chatId, memberIds, messages, kind: 'deleted' });
      expired += messages.filter(({ deleted_at }) => deleted_at !== null).length;
    }
  }

  /** Of all servers one at a time: there is one job of this key. */
  #later(after: string, ms: number): Promise<void> {
    return this.jobs.add(EXPIRE, { after }, { key: EXPIRE.name, at: new Date(this.clock.now() + ms) });
  }
}
