import type { Database } from '../../../database/database.js';
import { systemClock } from '../../../kernel/clock.js';
import type { Connections } from '../../../kernel/connection.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import type { FeedHandler } from '../../feed/feed.api.js';
import { FeedSessions } from '../../feed/feed-sessions.js';
import { Follower, type FollowerStep } from '../../feed/follower.js';
import { MemberNotifier } from '../member-notifier.js';
import type { NotificationOfUser } from '../notifications.api.js';

export interface NotifierOptions {
  /** Called after each step of a round that has entries. */
  readonly afterStep?: (step: FollowerStep) => void;
  /** Who has the chat open. */
  readonly joined?: (chatId: string) => readonly number[];
  readonly announce?: (notifications: readonly NotificationOfUser[]) => void;
}

/** What the worker does with a batch, without anything around it. */
export function notifierHandler(database: Database, { joined, announce }: NotifierOptions = {}): FeedHandler {
  const connections = { joinedAnywhere: joined ?? (() => []) } as unknown as Connections;
  let handler: FeedHandler | null = null;
  const feed = { follow: (_name: string, given: FeedHandler) => void (handler = given) };
  const notifier = new MemberNotifier(
    database,
    connections,
    { announce: announce ?? (() => undefined) },
    systemClock,
    feed,
  );
  return handler ?? ((batch) => notifier.handle(batch));
}

/** A worker that follows the feed, as one server has. */
export async function startNotifier(database: Database, options: NotifierOptions = {}) {
  const name = 'notifications';
  const sessions = new FeedSessions(database, systemClock, () => [name]);
  const { afterStep } = options;
  const follower = new Follower({
    name,
    handler: notifierHandler(database, options),
    sessions,
    clock: systemClock,
    logger: silentLogger,
    ...(afterStep === undefined ? {} : { afterStep }),
  });
  await sessions.current();
  follower.start();
  return {
    wake: () => follower.wake(),
    async stop() {
      await follower.stop();
      await sessions.close();
    },
  };
}
