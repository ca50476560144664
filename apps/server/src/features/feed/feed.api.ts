/** Messages `from`…`to` of a chat, all of them committed: people's and the system's. */
export interface MessageRange {
  readonly chatId: string;
  readonly from: number;
  readonly to: number;
}

/** Another durable change of a chat. */
export interface ChatChange {
  readonly chatId: string;
  /** What was done, as in the table `changes`: `edit`, `delete`, `seated` … */
  readonly kind: string;
  /** The message that changed, if one did. */
  readonly seq: number | null;
  /** The chat's, after it. */
  readonly revision: number;
}

/** What some commits that follow one another brought. */
export interface FeedBatch {
  /** Each chat once: from the first to the last of its messages, and all between them, some of which may have come before. */
  readonly messages: readonly MessageRange[];
  /** Those of one chat in the order in which they were made, but for what the feed says of order. */
  readonly changes: readonly ChatChange[];
  /** When the first of these was committed. */
  readonly since: Date;
}

/**
 * Does a follower's work for one batch after the other.
 *
 * Everything is given at least once: after a crash, or when another server took over, the last of it comes again, also in
 * other portions. The effect has to be the same then, which is why every follower keeps in the database what it has done.
 * What was committed at the same time may come in another order; what is spoken of is committed in any case. A batch may
 * have nothing in it that is wanted. When the handler throws, it is all given again after a pause, for as long as that
 * takes.
 */
export type FeedHandler = (batch: FeedBatch) => Promise<void>;

/** What a follower is given of a batch; the other list is empty. */
export type FeedWants = 'messages' | 'changes';

export interface FollowOptions {
  /**
   * What it does may wait: while many messages are sent it takes a small part of the database's time, at most some
   * minutes behind, and catches up when there is less to do. Without it the work is done within a second.
   */
  readonly givesWay?: boolean;
  /** Without it: both. */
  readonly wants?: FeedWants;
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
