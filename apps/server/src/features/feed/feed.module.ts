import { Global, Module } from '@nestjs/common';
import { FEED } from './feed.api.js';
import { FeedWorker } from './feed-worker.js';

/**
 * Owns `feed_followers`, and deletes from `feed` (written by the append and by every change of a chat) what all
 * followers have passed.
 *
 * Invariants: a follower is given every entry at least once, also those whose transaction committed late: it reads only
 * what is older than every running transaction. The database gathers what it is given (`functions/feed.sql`); the rows are
 * not unpacked in the event loop, which serves the sockets. Its mark moves after its handler has ended, and only over the
 * connection that holds the follower's lock, so that of several servers one at a time follows.
 * Locks: a session lock per follower (`feed.queries.ts`); no row lock is held while a handler works.
 */
@Global()
@Module({ providers: [FeedWorker, { provide: FEED, useExisting: FeedWorker }], exports: [FEED] })
export class FeedModule {}
