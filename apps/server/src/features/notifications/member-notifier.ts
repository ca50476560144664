import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { FEED, type Feed, type FeedEntry } from '../feed/feed.api.js';
import { NOTIFICATIONS, type Notifications } from './notifications.api.js';
import { notifyMembers, settleNotifications } from './notifications.repository.js';
import { toldIn } from './told-ranges.rules.js';

/** Chats of one statement: some milliseconds, so that the messages of the moment get their turn in between. */
const CHATS_AT_ONCE = 50;

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
    feed.follow('notifications', (entries) => this.handle(entries));
  }

  /** Changes nothing the second time, whatever was done of it the first time. */
  async handle(entries: readonly FeedEntry[]): Promise<void> {
    const { ranges, changed } = toldIn(entries);
    const openFor = (chatId: string) => this.connections.joinedAnywhere(chatId);
    for (let at = 0; at < ranges.length; at += CHATS_AT_ONCE) {
      const some = ranges.slice(at, at + CHATS_AT_ONCE);
      this.notifications.announce(await notifyMembers(this.database, some, openFor, this.clock.now()));
    }
    for (let at = 0; at < changed.length; at += CHATS_AT_ONCE) {
      const some = changed.slice(at, at + CHATS_AT_ONCE).map((message) => ({ ...message, userId: null }));
      this.notifications.announce(await settleNotifications(this.database, some, this.clock.now()));
    }
  }
}
