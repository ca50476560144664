import { describe, expect, it } from 'vitest';
import { endpointPause, nextAttempt, retryAfterMs, TRIED_FOR_MS, verdictOf } from './retries.rules.js';

const NOW = Date.parse('2026-11-26T10:00:00.000Z');
const answered = (status: number, headers = {}) => verdictOf({ kind: 'answered', status, headers }, NOW);

describe('[WH3] an attempt', () => {
  it('has arrived with any 2xx, ends the endpoint with 410, and is made again with everything else', () => {
    expect([200, 202, 204].map((status) => answered(status).kind)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(answered(410).kind).toBe('gone');
    const others = [301, 302, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504];
    expect(new Set(others.map((status) => answered(status).kind))).toEqual(new Set(['again']));
    expect(verdictOf({ kind: 'failed', failure: 'timeout' }, NOW)).toMatchObject({ kind: 'again', status: null });
  });

  it('honours Retry-After, in seconds and as a date', () => {
    expect(answered(503, { 'retry-after': '120' })).toMatchObject({ waitMs: 120_000 });
    expect(retryAfterMs('Thu, 26 Nov 2026 10:05:00 GMT', NOW)).toBe(300_000);
    expect(['', 'soon', '-5', 'Thu, 26 Nov 2020 10:05:00 GMT', undefined].map((it) => retryAfterMs(it, NOW))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(retryAfterMs('999999999', NOW)).toBe(TRIED_FOR_MS);
  });
});

describe('[WH3] the pauses', () => {
  it('grow, are spread, and end with the day', () => {
    let now = NOW;
    let attempts = 0;
    const pauses: number[] = [];
    for (;;) {
      attempts += 1;
      const next = nextAttempt(attempts, { now, beganAt: NOW, waitMs: 0 }, 0.5);
      if (next === null) break;
      pauses.push(next - now);
      now = next;
    }
    expect(pauses.slice(0, 4)).toEqual([5000, 30_000, 120_000, 600_000]);
    expect(pauses.slice(0, -1)).toEqual(pauses.slice(0, -1).toSorted((a, b) => a - b));
    expect(now).toBe(NOW + TRIED_FOR_MS);
    expect(attempts).toBeGreaterThan(10);
    const spread = [0, 0.5, 1].map((chance) => endpointPause(3, 0, chance));
    expect(spread).toEqual([48_000, 60_000, 72_000]);
  });

  it('are as long as the other side asked for, and an endpoint is looked for at least every twelve minutes', () => {
    expect(nextAttempt(1, { now: NOW, beganAt: NOW, waitMs: 900_000 }, 0)).toBe(NOW + 900_000);
    expect(endpointPause(1, 900_000, 0)).toBe(900_000);
    expect(endpointPause(1000, 0, 1)).toBe(720_000);
  });
});
