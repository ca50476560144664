import { Global, Module } from '@nestjs/common';
import { PRESENCE } from './presence.api.js';
import { PresenceWatch } from './presence-watch.js';

/**
 * Owns `presence`: when each user was last seen. Who is online is known to the servers' memory alone, and is right again
 * by itself after a restart, when devices come back, and after the end of a server that could not say goodbye.
 *
 * Invariants: online while a device is connected and for 10 s after; a change is told to people who share an open chat
 * with the user and to nobody else, and only after the time that goes with it was written.
 * Locks: rows of `presence`, in the order of their users, for one statement.
 */
@Global()
@Module({ providers: [PresenceWatch, { provide: PRESENCE, useExisting: PresenceWatch }], exports: [PRESENCE] })
export class PresenceModule {}
