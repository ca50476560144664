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
  let asking: Promise<string> | undefined;

  async function ask(forceRefresh: boolean): Promise<string> {
    try {
      const token = await fetchToken({ forceRefresh });
      held = { token, until: clock.now() + (renewIn(token, clock.now()) ?? Infinity) };
      return token;
    } finally {
      asking = undefined;
    }
  }

  return {
    async getToken({ forceRefresh }) {
      if (!forceRefresh && held !== undefined && clock.now() < held.until) return held.token;
      asking ??= ask(forceRefresh);
      return asking;
    },
  };
}
