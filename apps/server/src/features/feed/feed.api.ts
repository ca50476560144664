/** Messages `from`…`to` of a chat were committed: people's and the system's. */
export interface MessagesAppended {
  readonly kind: 'messages';
  readonly chatId: string;
  readonly from: number;
  readonly to: number;
  /** The chat's, after them. */
  readonly revision: number;
}

/** Another durable change of a chat. */
export interface ChatChange {
  readonly kind: 'change';
  readonly chatId: string;
  /** What was done, as in the table `changes`: `edit`, `delete`, `seated` … */
  readonly change: string;
  /** The message that changed, if one did. */
  readonly seq: number | null;
  readonly revision: number;
}

export type FeedItem = MessagesAppended | ChatChange;

/** What one commit brought. */
export interface FeedEntry {
  /** Once in the life of this database: what a receiver elsewhere can tell repeats by. */
  readonly id: number;
  readonly at: Date;
  readonly items: readonly FeedItem[];
}

/**
 * Does a follower's work for entries that follow one another.
 *
 * It is called at least once for every entry: after a crash, or when another server took over, the last ones come
 * again. Its effect has to be the same then, which is why every follower keeps in the database what it has done.
 * Entries of one chat may come in another order than they were committed; what they speak of is committed in any case.
 * When it throws, the same entries are given again after a pause, for as long as that takes.
 */
export type FeedHandler = (entries: readonly FeedEntry[]) => Promise<void>;

export interface FollowOptions {
  /**
   * What it does may wait: while many messages are sent it takes a small part of the database's time, at most some
   * minutes behind, and catches up when there is less to do. Without it the work is done within a second.
   */
  readonly givesWay?: boolean;
}

/** Following everything durable that happens in chats, without being in its way. */
export interface Feed {
  /**
   * To be called while the features are made. Of all servers on one database one at a time follows for a name. A name
   * that is new begins with what is committed from then on; one that no server has named for a week is forgotten.
   * @param name stands for the handler's work, for ever: its mark is kept under it
   */
  follow(name: string, handler: FeedHandler, options?: FollowOptions): void;
}

export const FEED = Symbol('Feed');
