import { systemClock, type Clock } from '../clock.js';
import type { SessionSource } from './session-source.js';
import { renewIn } from './token-life.js';

/**
 * For hosts that make their own tokens: `fetchToken` asks the host's backend for one, and throws `SessionEnded` when
 * the user is signed out there. It is asked again shortly before a token expires, as far as the token says when (a JWT
 * does), and with `forceRefresh` when the server refused one; not for every call, and never twice at once.
 */
export function tokenSource(
  fetchToken: (options: { readonly forceRefresh: boolean }) => Promise<string>,
  clock: Clock = systemClock,
): SessionSource {
  let held: { readonly token: string; readonly until: number } | undefined;
  let asking: { readonly forced: boolean; readonly token: Promise<string> } | undefined;

  async function fetch(forceRefresh: boolean): Promise<string> {
    const token = await fetchToken({ forceRefresh });
    held = { token, until: clock.now() + (renewIn(token, clock.now()) ?? Infinity) };
    return token;
  }

  function ask(forced: boolean): Promise<string> {
    const before = asking?.token;
    // What was asked for without saying that a token was refused may be that very token.
    const token = before === undefined ? fetch(forced) : before.catch(() => '').then(() => fetch(forced));
    const mine = { forced, token };
    asking = mine;
    const done = () => {
      if (asking === mine) asking = undefined;
    };
    token.then(done, done);
    return token;
  }

  return {
    async getToken({ forceRefresh }) {
      if (!forceRefresh && held !== undefined && clock.now() < held.until) return held.token;
      return asking !== undefined && (asking.forced || !forceRefresh) ? asking.token : ask(forceRefresh);
    },
  };
}
