import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { FEED, type Feed, type FeedBatch } from '../feed/feed.api.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { DisputeNews } from './dispute-news.js';
import { DisputeSteps } from './dispute-steps.js';
import { toState } from './disputes.mapper.js';
import {
  casesOf,
  type DisputeRow,
  findAssigned,
  findRunning,
  lanesUnder,
  lastWordOf,
  lsmCanKeep,
  readDispute,
} from './disputes.queries.js';
import { lookAtDispute, noteAnswers, noteAnswersOf } from './disputes.repository.js';
import { nextCheck, type Step } from './disputes.rules.js';

/** Chats of one statement: a part of a millisecond here and there, while no dispute waits for an answer. */
const CHATS_AT_ONCE = 500;

const DEADLINE: JobTask<{ readonly disputeId: string }> = { name: 'dispute_deadline' };

/**
 * What happens by itself: a deadline passes (a job of the database, written with the step that set the deadline), an LSM
 * answers (told by the feed), an administrator takes an LSM's seat or its role. Each may come twice, or late, and changes
 * nothing then.
 */
@Injectable()
export class DisputeDeadlines {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
    @Inject(DisputeNews) private readonly news: DisputeNews,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(LOGGER) logger: Logger,
    @Inject(JOBS) jobs: Jobs,
    @Inject(FEED) feed: Feed,
    @Inject(CHATS) chats: Chats,
    @Inject(AUTH) auth: Auth,
  ) {
    jobs.handle(DEADLINE, ({ disputeId }) => this.check(disputeId));
    feed.follow('disputes', (batch) => this.handle(batch), { wants: 'messages' });
    const changed = (userId: number) => {
      this.#lsmChanged(userId).catch((error: unknown) =>
        logger.warn({ err: error }, 'the cases of an LSM who is none any more go back at their next deadline'),
      );
    };
    chats.chatChanged.subscribeHere(({ chatId, kind }) => {
      if (kind !== 'members') return;
      this.#seatsChanged(chatId).catch((error: unknown) =>
        logger.warn({ err: error }, 'who came into a chat or left it is told with the next change of its dispute'),
      );
    });
    auth.userDisabled.subscribe(changed);
    auth.userChanged.subscribe(changed);
    chats.memberRemoved.subscribeHere(({ chatId, userId }) => {
      this.#seatTaken(chatId, userId).catch((error: unknown) =>
        logger.warn({ err: error }, 'a case whose LSM was removed goes back at its next deadline'),
      );
    });
  }

  /** Does whatever is due of a dispute, and says when to look again. */
  async check(disputeId: string): Promise<void> {
    await noteAnswersOf(this.database, disputeId);
    while (await this.steps.takeByItself(disputeId, (row) => this.#dueStep(row)));
    const [row] = await readDispute(this.database, disputeId, [0], this.clock.now());
    if (row === undefined) return;
    const now = this.clock.now();
    await lookAtDispute(this.database, disputeId, nextCheck(toState(row), now, this.config.disputes), now);
  }

  /** The feed's follower: the first word of an LSM to a party is its answer. */
  async handle({ messages }: FeedBatch): Promise<void> {
    for (let at = 0; at < messages.length; at += CHATS_AT_ONCE) {
      for (const disputeId of await noteAnswers(this.database, messages.slice(at, at + CHATS_AT_ONCE))) {
        this.news.changed(disputeId, { inQueue: false, lost: [] });
      }
    }
  }

  async #dueStep(row: DisputeRow): Promise<Step | null> {
    const { status } = toState(row);
    if (status === 'resolved' || status === 'withdrawn') return null;
    if (status === 'open') return { kind: 'time', lastWordAt: null };
    if (row.seat_id !== row.lsm_id || !(await lsmCanKeep(this.database, row.id))) return { kind: 'vacated' };
    return { kind: 'time', lastWordAt: await lastWordOf(this.database, row.id) };
  }

  /**
   * Disabled, erased, or in another role or region: whoever waits for an answer waits for somebody else. At once here; a
   * job that the database adds with the change (`lsm_changed()`) does it when this server falls.
   */
  async #lsmChanged(userId: number): Promise<void> {
    for (const disputeId of await casesOf(this.database, userId)) {
      await this.steps.takeByItself(disputeId, async (row) =>
        row.lsm_id === userId && !(await lsmCanKeep(this.database, disputeId)) ? { kind: 'vacated' } : null,
      );
    }
  }

  /** A party came or left: its acceptance went, its lane closed, opened or is another one. */
  async #seatsChanged(chatId: string): Promise<void> {
    const disputeId = await findRunning(this.database, chatId);
    if (disputeId !== undefined) this.news.changed(disputeId, { inQueue: false, lost: [] });
  }

  async #seatTaken(chatId: string, userId: number): Promise<void> {
    // With the seat of a chat go those of its lanes; their rooms are left as well.
    for (const lane of await lanesUnder(this.database, chatId)) this.connections.removeFromChat(lane, userId);
    const disputeId = await findAssigned(this.database, chatId, userId);
    if (disputeId === undefined) return;
    await this.steps.takeByItself(disputeId, async (row) =>
      row.lsm_id === userId && row.seat_id !== userId ? { kind: 'vacated' } : null,
    );
  }
}
