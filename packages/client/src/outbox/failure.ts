import type { ChatError } from '../chat-error.js';

/** What to do about a message whose sending failed. */
export type Verdict = 'refused' | 'try_again' | 'slow_down';

/** An `internal` error may be of this message's making: so many, and it no longer holds up those behind it. */
const INTERNAL_MAX = 5;

/** `attempts`: how often this message has failed with `internal` in a row, this time included. */
export function judge(error: ChatError, attempts: number): Verdict {
  switch (error.code) {
    case 'rate_limited':
      return 'slow_down';
    case 'internal':
      return attempts >= INTERNAL_MAX ? 'refused' : 'try_again';
    // Nothing is known about the message: not its fault, or nobody could be asked.
    case 'unavailable':
    case 'unauthorized':
    case 'token_expired':
    case 'displaced':
      return 'try_again';
    default:
      return 'refused';
  }
}
