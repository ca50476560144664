import type { Clock } from '../clock.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import type { PasswordSession } from './session-source.js';

export interface PasswordSessionOptions {
  /** The server's origin; `''` for the page's own. */
  readonly url: string;
  /**
   * True on the server's own origin: the refresh token lives in an HttpOnly cookie that no script can read.
   * False across origins: it lives in `storage`.
   */
  readonly cookie: boolean;
  readonly storage?: ChatStorage;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch;
}

export declare function passwordSession(options: PasswordSessionOptions): PasswordSession;
