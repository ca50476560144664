import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { BUS, type Bus, SharedNews, type Topic } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { CommandError } from '../../kernel/errors.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { ActivityThrottle } from './activity-throttle.js';
import { DuePushes, type PushKind, type PushRound } from './due-pushes.js';
import type { ChatOfUser } from './inbox.queries.js';
import { InboxViews } from './inbox-views.js';

/** `chat_updated`: after messages at most one per second and chat. */
const ACTIVITY_PERIOD_MS = 1000;
/** Chats that are read together. */
const ROUND_CHATS = 200;
/** How long to wait when the database did not answer. */
const RETRY_MS = 1000;

interface SummaryChanged {
  readonly chatId: string;
  readonly userIds: readonly number[];
}

const SUMMARY_CHANGED: Topic<SummaryChanged> = {
  name: 'summary-changed',
  schema: z.object({ chatId: z.uuid(), userIds: z.array(z.int()) }),
};

const keyOf = ({ chatId, userId }: ChatOfUser) => `${chatId} ${userId}`;

/**
 * `chat_updated`, which each node sends to its own clients. News only says which chats moved; what is pushed is read from the database when it is sent, one round
 * after the other, so that a device never gets an older state after a newer one, and chats that move at the same time
 * share their reads. Nothing is read for users who have no device to be told.
 */
@Injectable()
export class ChatPushes implements OnApplicationShutdown {
  readonly #due = new DuePushes();
  readonly #outside = new Map<string, Set<number>>();
  readonly #throttle: ActivityThrottle;
  readonly #summaryChanged: SharedNews<SummaryChanged>;
  /** Removed while a round was being read: its snapshot still had them, and they get nothing any more. */
  readonly #removed = new Set<string>();
  #running = false;
  #cancelRetry: (() => void) | null = null;
  #stopped = false;

  constructor(
    @Inject(CHATS) chats: Chats,
    @Inject(MESSAGES) messages: Messages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(InboxViews) private readonly views: InboxViews,
    @Inject(BUS) bus: Bus,
  ) {
    this.#throttle = new ActivityThrottle(clock, ACTIVITY_PERIOD_MS, (chatId) => this.#activityDue(chatId));
    this.#summaryChanged = new SharedNews(bus, SUMMARY_CHANGED, (error) =>
      logger.error({ err: error }, 'a change of a chat could not be pushed'),
    );
    this.#summaryChanged.subscribe(({ chatId, userIds }) => this.#push(chatId, userIds, 'summary'));
    chats.chatChanged.subscribe(({ chatId, memberIds }) => this.#push(chatId, memberIds, 'summary'));
    chats.memberRemoved.subscribe((removed) => {
      if (this.#running) this.#removed.add(keyOf(removed));
    });
    messages.committed.subscribe(({ chatId, memberIds }) => this.#chatSpoke(chatId, memberIds));
    // An edit or a deletion may have changed the last message, a deletion also what is unread.
    messages.changed.subscribe(({ chatId, memberIds, kind }) => {
      if (kind !== 'reacted') this.#chatSpoke(chatId, memberIds);
    });
  }

  /** All devices of these members are told the whole summary, once it was read. */
  summaryChanged(chatId: string, userIds: readonly number[]): void {
    this.#summaryChanged.tell({ chatId, userIds });
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#throttle.stop();
  }

  #chatSpoke(chatId: string, memberIds: readonly number[]): void {
    const outside = memberIds.filter((userId) => this.connections.isOutside(chatId, userId));
    if (outside.length === 0) return;
    const waiting = this.#outside.get(chatId) ?? new Set();
    for (const userId of outside) waiting.add(userId);
    this.#outside.set(chatId, waiting);
    this.#throttle.touch(chatId);
  }

  #activityDue(chatId: string): void {
    const userIds = this.#outside.get(chatId) ?? [];
    this.#outside.delete(chatId);
    this.#push(chatId, userIds, 'activity');
  }

  #push(chatId: string, userIds: Iterable<number>, kind: PushKind): void {
    this.#due.add(chatId, userIds, kind);
    if (!this.#running && this.#cancelRetry === null) void this.#run();
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#due.isEmpty && !this.#stopped) {
      const round = this.#due.take(ROUND_CHATS, (user, kind) => this.#hasDevice(user, kind));
      try {
        await this.#tell(round);
      } catch (error) {
        this.#failed(round, error);
        break;
      } finally {
        this.#removed.clear();
        for (const chatId of round.chatIds) this.#throttle.settle(chatId);
      }
    }
    this.#running = false;
  }

  #hasDevice({ chatId, userId }: ChatOfUser, kind: PushKind): boolean {
    return kind === 'summary' ? this.connections.isOnline(userId) : this.connections.isOutside(chatId, userId);
  }

  async #tell({ summaries, activities }: PushRound): Promise<void> {
    const [whole, moved] = await Promise.all([
      summaries.length === 0 ? [] : this.views.summaries(summaries),
      activities.length === 0 ? [] : this.views.activities(activities),
    ]);
    const stays = (user: ChatOfUser) => !this.#removed.has(keyOf(user));
    for (const { userId, view } of whole.filter(stays)) this.publisher.here.toUsers([userId], 'chat_updated', view);
    for (const { chatId, userId, view } of moved.filter(stays)) {
      this.publisher.here.toUserOutside(chatId, userId, 'chat_updated', view);
    }
  }

  /** A database that is away comes back: the last state is told then. Anything else would fail again. */
  #failed(round: PushRound, error: unknown): void {
    this.logger.warn({ err: error, chats: round.chatIds.length }, 'chat_updated could not be sent');
    if (this.#stopped) return;
    if (error instanceof CommandError && error.code === 'unavailable') this.#due.putBack(round);
    this.#cancelRetry = this.clock.after(RETRY_MS, () => {
      this.#cancelRetry = null;
      if (!this.#due.isEmpty) void this.#run();
    });
  }
}
