import type { Account } from '@stm-chat/protocol';
import type { Store } from '../store.js';

/** Who I am and how to get a fresh token. */
export interface SessionSource {
  /**
   * An access token that is still good; `forceRefresh` when the server refused the last one, or it is about to expire.
   * Throws `SessionEnded` when there is none to be had; any other error is tried again later.
   */
  getToken(options: { readonly forceRefresh: boolean }): Promise<string>;
  /** The signed-in user, where the source knows; otherwise the client asks the server. */
  readonly user?: Store<Account | null>;
}

/** A session that starts with an e-mail address and a password. */
export interface PasswordSession extends SessionSource {
  readonly user: Store<Account | null>;
  /** Signs in. Throws `ChatError` (`unauthorized`, `rate_limited`, `unavailable`). */
  login(email: string, password: string): Promise<Account>;
  /**
   * Takes up the session of an earlier visit or of another tab. Null when there is none. Without a network: the account
   * that was last signed in here, and the token follows when the network is back.
   */
  restore(): Promise<Account | null>;
  /**
   * Ends the session on this device, in all its tabs; `everywhere`: on all devices. Signed out here even without a
   * network: the server is told on the next visit.
   */
  logout(options?: { readonly everywhere?: boolean }): Promise<void>;
}
