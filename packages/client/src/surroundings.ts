import { systemClock, type Clock } from './clock.js';
import type { ChatStorage } from './storage/chat-storage.js';
import { defaultStorage, forgiving } from './storage/default-storage.js';
import { browserLocks, type Locks } from './tabs/locks.js';
import type { Fetch } from './transport/rest.js';

interface Given {
  /** The server's origin; `''` for the page's own. */
  readonly url: string;
  readonly clock?: Clock;
  readonly storage?: ChatStorage;
  readonly fetch?: Fetch;
  readonly locks?: Locks;
}

interface Surroundings {
  readonly url: string;
  readonly clock: Clock;
  readonly storage: ChatStorage;
  readonly fetch: Fetch;
  readonly locks: Locks | undefined;
}

/** What clients and sessions work with: what the host gives, and else what the browser has. */
export function surroundings(given: Given): Surroundings {
  const url = given.url.replace(/\/$/, '');
  const { clock = systemClock, storage, fetch = (address, init) => globalThis.fetch(address, init) } = given;
  const kept = storage === undefined ? defaultStorage(url, clock) : forgiving(storage);
  return { url, clock, storage: kept, fetch, locks: given.locks ?? browserLocks() };
}
