import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { type ChatChange, FEED, type Feed, type FeedBatch } from '../feed/feed.api.js';
import { NOTIFICATIONS, type Notifications } from './notifications.api.js';
import { notifyMembers, type Settling, settleNotifications } from './notifications.repository.js';

/** Chats of one statement: some milliseconds, so that the messages of the moment get their turn in between. */
const CHATS_AT_ONCE = 50;

/** The kinds of change that let a notification say something else. */
const RETOLD: ReadonlySet<string> = new Set(['edit', 'delete']);

/** The worker: follows the feed and tells members of messages that no device of theirs shows. */
@Injectable()
export class MemberNotifier {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(NOTIFICATIONS) private readonly notifications: Pick<Notifications, 'announce'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FEED) feed: Feed,
  ) {
    feed.follow('notifications', (batch) => this.handle(batch));
  }

  /** Changes nothing the second time, whatever was done of it the first time. */
  async handle({ messages, changes }: FeedBatch): Promise<void> {
    const changed = retoldIn(changes);
    const openFor = (chatId: string) => this.connections.joinedAnywhere(chatId);
    for (let at = 0; at < messages.length; at += CHATS_AT_ONCE) {
      const some = messages.slice(at, at + CHATS_AT_ONCE);
      this.notifications.announce(await notifyMembers(this.database, some, openFor, this.clock.now()));
    }
    for (let at = 0; at < changed.length; at += CHATS_AT_ONCE) {
      const some = changed.slice(at, at + CHATS_AT_ONCE);
      this.notifications.announce(await settleNotifications(this.database, some, this.clock.now()));
    }
  }
}

/** The messages that were edited or deleted, each once. */
function retoldIn(changes: readonly ChatChange[]): Settling[] {
  const retold = new Map<string, Settling>();
  for (const { chatId, kind, seq } of changes) {
    if (seq !== null && RETOLD.has(kind)) retold.set(`${chatId} ${seq}`, { chatId, userId: null, seq });
  }
  return [...retold.values()];
}
