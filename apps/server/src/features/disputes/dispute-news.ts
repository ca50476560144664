import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { z } from 'zod';
import { BUS, type Bus, SharedNews, type Topic } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { Rounds } from '../../kernel/rounds.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { NOTIFICATIONS, type Notifications } from '../notifications/notifications.api.js';
import { disputeStatusOf } from '../../database/codes.js';
import { toDispute } from './disputes.mapper.js';
import { verdictOf } from './disputes.policy.js';
import { type DisputeRow, readDispute, watchersOf } from './disputes.queries.js';
import type { Told } from './disputes.repository.js';

interface DisputeChanged {
  readonly disputeId: string;
  readonly inQueue: boolean;
  readonly lost: readonly number[];
}

const DISPUTE_CHANGED: Topic<DisputeChanged> = {
  name: 'dispute-changed',
  schema: z.object({ disputeId: z.string(), inQueue: z.boolean(), lost: z.array(z.int()) }),
};

interface Due {
  readonly disputeId: string;
  /** Whether those are told too to whose queue it belongs. */
  inQueue: boolean;
  /** Who lost the case by what is told. */
  readonly lost: Set<number>;
}

/**
 * What follows a step once it is committed. Seats end at once, before anything asynchronous; messages are published in
 * their order by their feature; `dispute_updated` is read when it is sent, by each node for its own clients, one round
 * after the other, so that nobody gets an older state after a newer one, and each as they may see it.
 */
@Injectable()
export class DisputeNews implements OnApplicationShutdown {
  readonly #due = new Map<string, Due>();
  readonly #rounds: Rounds<string>;
  readonly #changed: SharedNews<DisputeChanged>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
    @Inject(BUS) bus: Bus,
  ) {
    const work = (ids: readonly string[]) => this.#send(ids);
    this.#rounds = new Rounds({ clock, logger, what: 'telling of disputes', most: 50, work });
    this.#changed = new SharedNews(bus, DISPUTE_CHANGED, (error) =>
      logger.error({ err: error }, 'a change of a dispute could not be told'),
    );
    this.#changed.subscribe((changed) => this.#isDue(changed));
  }

  tell(disputeId: string, { chats, removed, notices }: Told, { inQueue }: { readonly inQueue: boolean }): void {
    for (const { chatId, userId } of removed) {
      this.connections.removeFromChat(chatId, userId);
      this.chats.memberRemoved.tell({ chatId, userId });
    }
    for (const { chatId, seq, revision, memberIds } of chats) {
      this.messages.reached(chatId, { ...(seq === null ? {} : { seq }), revision });
      this.chats.chatChanged.tell({ chatId, memberIds, kind: 'dispute' });
    }
    this.notifications.announce(notices);
    this.changed(disputeId, { inQueue, lost: removed.map(({ userId }) => userId) });
  }

  /** The dispute is to be told as it is now. */
  changed(disputeId: string, { inQueue, lost }: { readonly inQueue: boolean; readonly lost: readonly number[] }): void {
    this.#changed.tell({ disputeId, inQueue, lost });
  }

  /** To be told to those who are connected to this node. */
  #isDue({ disputeId, inQueue, lost }: DisputeChanged): void {
    const due = this.#due.get(disputeId) ?? { disputeId, inQueue: false, lost: new Set<number>() };
    due.inQueue ||= inQueue;
    for (const userId of lost) due.lost.add(userId);
    this.#due.set(disputeId, due);
    this.#rounds.add(disputeId, disputeId);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
  }

  async #send(ids: readonly string[]): Promise<void> {
    for (const disputeId of ids) {
      const due = this.#due.get(disputeId);
      if (due === undefined) continue;
      this.#due.delete(disputeId);
      try {
        await this.#sendOne(due);
      } catch (error) {
        this.#isDue({ disputeId, inQueue: due.inQueue, lost: [...due.lost] });
        throw error;
      }
    }
  }

  async #sendOne({ disputeId, inQueue, lost }: Due): Promise<void> {
    const now = this.clock.now();
    const [bare] = await readDispute(this.database, disputeId, [0], now);
    if (bare === undefined) return;
    const watchers = inQueue ? await watchersOf(this.database, disputeId) : [];
    const near = [bare.customer_id, bare.provider_id, bare.lsm_id].filter((id) => id !== null);
    const viewers = [...new Set([...near, ...watchers, ...lost])].filter((id) => this.connections.isOnline(id));
    if (viewers.length === 0) return;
    for (const row of await readDispute(this.database, disputeId, viewers, now)) this.#tellViewer(row);
  }

  #tellViewer(row: DisputeRow): void {
    const seen = { status: disputeStatusOf(row.status), isOpener: row.opened_by === row.viewer_id };
    if (verdictOf('get_dispute', row.standing, seen) === 'allowed') {
      this.publisher.here.toUsers([row.viewer_id], 'dispute_updated', toDispute(row));
    } else {
      this.publisher.here.toUsers([row.viewer_id], 'dispute_removed', { disputeId: row.id });
    }
  }
}
