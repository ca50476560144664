import type { WebhookReason } from '@stm-chat/protocol';
import type { OutgoingFailure, OutgoingHeaders } from '../../kernel/outgoing.js';

/** For how long an event is tried. */
export const TRIED_FOR_MS = 86_400_000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After the first failure, the second … ; the last one for all that follow. */
const EVENT_PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/** An endpoint that is away is looked for more often: once it is back, all that waits for it is sent. */
const ENDPOINT_PAUSES = [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE];
const JITTER = 0.2;

/** `no_secret`: nothing can sign the request, and it is not sent. */
type Failure = OutgoingFailure | 'no_secret';

export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: OutgoingHeaders }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Verdict =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'gone'; readonly status: number; readonly reason: WebhookReason }
  | {
      readonly kind: 'again';
      readonly status: number | null;
      readonly reason: WebhookReason;
      /** What the other side asked for; 0: nothing. */
      readonly waitMs: number;
    };

const REASONS: Record<Failure, WebhookReason> = {
  no_secret: 'no_secret',
  forbidden: 'forbidden',
  unreachable: 'unreachable',
  timeout: 'timeout',
  too_large: 'too_large',
  too_many_redirects: 'redirected',
  busy: 'busy',
};

/** What an attempt came to. @param now milliseconds since the epoch */
export function verdictOf(answer: Answer, now: number): Verdict {
  if (answer.kind === 'failed') return { kind: 'again', status: null, reason: REASONS[answer.failure], waitMs: 0 };
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone', status, reason: 'gone' };
  const reason = status >= 300 && status < 400 ? 'redirected' : 'refused';
  return { kind: 'again', status, reason, waitMs: retryAfterMs(headers['retry-after'], now) };
}

/** `Retry-After`: seconds or a date. 0 when there is none that can be read; never more than a day. */
export function retryAfterMs(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), TRIED_FOR_MS);
}

/**
 * When an event is tried again.
 * @param attempts those that failed so far, at least 1
 * @param chance from 0 to 1: many that failed together do not come back together
 * @returns null when its day is over
 */
export function nextAttempt(
  attempts: number,
  times: { readonly now: number; readonly beganAt: number; readonly waitMs: number },
  chance: number,
): number | null {
  const end = times.beganAt + TRIED_FOR_MS;
  if (times.now >= end) return null;
  return Math.min(times.now + Math.max(pause(EVENT_PAUSES, attempts, chance), times.waitMs), end);
}

/** How long nothing is sent to an endpoint that failed so many times in a row. */
export function endpointPause(failures: number, waitMs: number, chance: number): number {
  return Math.max(pause(ENDPOINT_PAUSES, failures, chance), waitMs);
}

function pause(pauses: readonly number[], failures: number, chance: number): number {
  const base = pauses[Math.min(failures, pauses.length) - 1] ?? 0;
  return Math.round(base * (1 - JITTER + 2 * JITTER * chance));
}
