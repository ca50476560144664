import type { Notification } from '@stm-chat/protocol';
import type { News } from '../../kernel/news.js';

/** What people are told in the application. */
export interface Notifications {
  /**
   * Sends notifications, as they are when it is their turn, to the connected devices of the users they are for. For rows
   * that another feature wrote into `notifications` with its command (a dispute, a deadline): after the commit.
   */
  announce(notifications: readonly NotificationOfUser[]): void;
  /**
   * A notification as its user sees it now; undefined when it is gone, or its chat is lost to them.
   * @param shown the user will be shown what it says: where that has to be written down, it is
   */
  find(id: string, shown: boolean): Promise<Notification | undefined>;
  /**
   * Clears what these members have read, where the server that took the reading did not live to do it.
   * @throws CommandError `unavailable`
   */
  settle(members: readonly { readonly chatId: string; readonly userId: number }[]): Promise<void>;
  /** After a commit on this node: these are not what they were. A hint; all of it stands in the database. */
  readonly announced: News<readonly NotificationOfUser[]>;
}

export interface NotificationOfUser {
  readonly id: string;
  readonly userId: number;
}

export const NOTIFICATIONS = Symbol('Notifications');
