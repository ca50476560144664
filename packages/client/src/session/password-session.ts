import type { Account, Session } from '@stm-chat/protocol';
import { isPassing, SessionEnded, toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { createStore } from '../store.js';
import { surroundings } from '../surroundings.js';
import { openChannel } from '../tabs/channel.js';
import { exclusive, type Locks } from '../tabs/locks.js';
import { callRest, type Fetch } from '../transport/rest.js';
import type { PasswordSession } from './session-source.js';

export interface PasswordSessionOptions {
  /** The server's origin; `''` for the page's own. */
  readonly url: string;
  /**
   * True on the server's own origin: the refresh token lives in an HttpOnly cookie that no script can read.
   * False across origins: it lives in `storage`.
   */
  readonly cookie: boolean;
  /** Default: IndexedDB in browsers, memory elsewhere. */
  readonly storage?: ChatStorage;
  readonly clock?: Clock;
  readonly fetch?: Fetch;
  readonly locks?: Locks;
}

/** What tabs tell each other. It stays within the origin, whose scripts could all ask for a token anyway. */
type TabNews = { readonly kind: 'signed_in'; readonly held: Held } | { readonly kind: 'signed_out' };

interface Held {
  readonly token: string;
  /** By this device's clock, counted from when the token came: a wrong clock does no harm. */
  readonly expiresAt: number;
  readonly user: Account;
}

const REFRESH_TOKEN = 'session/refresh_token';
const USER = 'session/user';
const UNSENT_LOGOUT = 'session/unsent_logout';
/** A token with less life than this is not handed out any more. */
const MARGIN_MS = 30_000;

/** Sign-in by e-mail and password; the access token is in memory only. One per page; several clients may share it. */
export function passwordSession(options: PasswordSessionOptions): PasswordSession {
  const { cookie } = options;
  const rest = surroundings(options);
  const { url, clock, storage, locks } = rest;
  const user = createStore<Account | null>(null);
  const shared = storage.sharedName ?? (cookie && typeof window !== 'undefined' ? url : undefined);
  const lockName = `stm-chat session ${shared ?? url}`;
  let held: Held | undefined;
  let refreshing: Promise<string> | undefined;

  const channel = openChannel<TabNews>(shared === undefined ? undefined : lockName, (news) => {
    if (news.kind === 'signed_in') hold(news.held);
    else forget();
  });

  function hold(next: Held): void {
    held = next;
    // The same person again is no news to those who watch.
    if (JSON.stringify(user.get()) !== JSON.stringify(next.user)) user.set(next.user);
  }

  function forget(): void {
    held = undefined;
    user.set(null);
  }

  async function take(session: Session): Promise<Held> {
    // First what a crash must not lose: the refresh token before this one is worthless now.
    if (!cookie) await storage.set(REFRESH_TOKEN, session.refresh_token);
    const next = {
      token: session.token,
      expiresAt: clock.now() + session.expires_in * 1000,
      user: session.user,
    };
    hold(next);
    channel.post({ kind: 'signed_in', held: next });
    await storage.set(USER, session.user);
    return next;
  }

  async function drop(): Promise<void> {
    forget();
    channel.post({ kind: 'signed_out' });
    await Promise.all([storage.delete(REFRESH_TOKEN), storage.delete(USER)]);
  }

  /** One at a time over all tabs: the server takes a refresh token that comes twice for stolen and ends the session. */
  function refresh(): Promise<string> {
    const before = held;
    refreshing ??= exclusive(locks, lockName, async () => {
      // Another tab was faster; its token came over the channel while this one waited.
      if (held !== undefined && held !== before && isFresh(held)) return held.token;
      // Signed out without a network: the cookie is still there, and must not bring the session back.
      if ((await storage.get(UNSENT_LOGOUT)) !== undefined) throw new SessionEnded('Signed out');
      const refreshToken = cookie ? undefined : await storage.get(REFRESH_TOKEN);
      if (!cookie && typeof refreshToken !== 'string') throw new SessionEnded('Nobody is signed in');
      try {
        const input = cookie ? { cookie } : { refresh_token: refreshToken };
        return (await take((await callRest(rest, 'refresh_session', input)) as Session)).token;
      } catch (error) {
        if (isPassing(error)) throw error;
        await drop();
        throw new SessionEnded(toChatError(error).message, { cause: error });
      }
    }).finally(() => (refreshing = undefined));
    return refreshing;
  }

  const isFresh = (session: Held) => session.expiresAt - clock.now() > MARGIN_MS;

  /** Tells the server of a logout that it may not have heard of. */
  async function sendLogout(): Promise<void> {
    const unsent = await storage.get(UNSENT_LOGOUT);
    if (unsent === undefined) return;
    const { token, ...input } = unsent as { token?: string; refresh_token?: string; everywhere?: boolean };
    try {
      await callRest(rest, 'logout', input, token);
    } catch (error) {
      // Could not be asked: on the next visit. Anything else means that there is no such session any more.
      if (isPassing(error)) return;
    }
    await storage.delete(UNSENT_LOGOUT);
  }

  return {
    user,
    getToken({ forceRefresh }) {
      return !forceRefresh && held !== undefined && isFresh(held) ? Promise.resolve(held.token) : refresh();
    },
    async login(email, password) {
      const input = cookie ? { email, password, cookie } : { email, password };
      return exclusive(locks, lockName, async () => {
        const session = (await callRest(rest, 'login', input)) as Session;
        await storage.delete(UNSENT_LOGOUT);
        return (await take(session)).user;
      });
    },
    async restore() {
      if ((await storage.get(UNSENT_LOGOUT)) !== undefined) {
        await exclusive(locks, lockName, sendLogout);
        return null;
      }
      try {
        await refresh();
      } catch (error) {
        if (error instanceof SessionEnded) return null;
        const known = (await storage.get(USER)) as Account | undefined;
        if (known === undefined) throw toChatError(error);
        user.set(known);
      }
      return user.get();
    },
    async logout({ everywhere = false } = {}) {
      await exclusive(locks, lockName, async () => {
        const refreshToken = await storage.get(REFRESH_TOKEN);
        await storage.set(UNSENT_LOGOUT, {
          ...(held === undefined ? {} : { token: held.token }),
          ...(typeof refreshToken === 'string' ? { refresh_token: refreshToken } : {}),
          ...(everywhere ? { everywhere } : {}),
        });
        await drop();
        await sendLogout();
      });
    },
  };
}
