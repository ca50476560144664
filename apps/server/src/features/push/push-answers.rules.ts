import type { Outcome } from '../delivery/delivery.api.js';

/** The most that a service may make us wait: it is not told what a message is worth. */
const WAIT_MAX_MS = 6 * 3_600_000;

/**
 * When a service wants to be asked again, by its `Retry-After` (seconds, or a date); undefined when it does not say.
 * @param now milliseconds since the epoch
 */
export function retryAt(header: string | null | undefined, now: number): Date | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? new Date(now + Math.min(ms, WAIT_MAX_MS)) : undefined;
}

export interface Answer {
  readonly status: number;
  /** What the service calls the fault; never text of ours. */
  readonly reason?: string | null;
  readonly retryAfter?: string | null | undefined;
}

/** A try that may succeed later. */
export function later({ status, reason, retryAfter }: Answer, now: number): Outcome {
  const at = retryAt(retryAfter, now);
  const why = whyOf({ status, ...(reason === undefined ? {} : { reason }) });
  return { kind: 'later', why, ...(at === undefined ? {} : { at }) };
}

function whyOf({ status, reason }: Answer): string {
  return reason === undefined || reason === null || reason === '' ? `HTTP ${status}` : `HTTP ${status} ${reason}`;
}

/** What the answer of a browser's push service means (RFC 8030). */
export function webOutcome(answer: Answer, now: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent', why: whyOf(answer) };
  // Gone for good: the browser dropped it, or it never was.
  if (status === 404 || status === 410) return { kind: 'gone', why: whyOf(answer) };
  if (status === 408 || status === 429 || status >= 500) return later(answer, now);
  return { kind: 'refused', why: whyOf(answer) };
}

/** What the answer of FCM means. `reason`: its error code. */
export function fcmOutcome(answer: Answer, now: number): Outcome {
  const { status, reason } = answer;
  if (status === 200) return { kind: 'sent', why: whyOf(answer) };
  if (status === 404 || reason === 'UNREGISTERED' || reason === 'SENDER_ID_MISMATCH' || reason === 'INVALID_TOKEN') {
    return { kind: 'gone', why: whyOf(answer) };
  }
  if (status === 401 || status === 408 || status === 429 || status >= 500) return later(answer, now);
  return { kind: 'refused', why: whyOf(answer) };
}

const APNS_GONE = new Set(['BadDeviceToken', 'Unregistered', 'ExpiredToken', 'DeviceTokenNotForTopic']);
const APNS_TOKEN = new Set(['ExpiredProviderToken', 'InvalidProviderToken']);

/** What the answer of APNs means. `reason`: as it names it. */
export function apnsOutcome(answer: Answer, now: number): Outcome {
  const { status, reason } = answer;
  if (status === 200) return { kind: 'sent', why: whyOf(answer) };
  if (status === 410 || APNS_GONE.has(reason ?? '')) return { kind: 'gone', why: whyOf(answer) };
  if (status === 429 || status >= 500 || apnsWantsToken(answer)) return later(answer, now);
  return { kind: 'refused', why: whyOf(answer) };
}

/** The provider token was not taken: a new one may be. */
export function apnsWantsToken({ status, reason }: Answer): boolean {
  return status === 403 && APNS_TOKEN.has(reason ?? '');
}
