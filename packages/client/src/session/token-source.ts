import type { SessionSource } from './session-source.js';

/**
 * For hosts that make their own tokens: `fetchToken` asks the host's backend for one, and throws `SessionEnded` when
 * the user is signed out there.
 */
export function tokenSource(fetchToken: (options: { readonly forceRefresh: boolean }) => Promise<string>): SessionSource {
  return { getToken: fetchToken };
}
