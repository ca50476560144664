import { describe, expect, it } from 'vitest';
import { apnsOutcome, fcmOutcome, retryAt, webOutcome } from './push-answers.rules.js';

const NOW = Date.UTC(2026, 10, 26, 12);

describe('[PU6] Retry-After', () => {
  it('comes in seconds or as a date, and holds nobody up for ever', () => {
    expect(retryAt('120', NOW)).toEqual(new Date(NOW + 120_000));
    expect(retryAt('Thu, 26 Nov 2026 12:05:00 GMT', NOW)).toEqual(new Date(NOW + 300_000));
    expect(retryAt('99999999', NOW)).toEqual(new Date(NOW + 6 * 3_600_000));
  });
  it.each([undefined, null, '', 'soon', '-5', 'Thu, 26 Nov 2026 11:00:00 GMT'])('says nothing as %s', (header) => {
    expect(retryAt(header, NOW)).toBeUndefined();
  });
});

describe('[PU5][PU6] what an answer means', () => {
  it.each([
    [201, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
    [400, 'refused'],
    [403, 'refused'],
    [413, 'refused'],
  ] as const)('of a browser’s push service: %i is %s', (status, kind) => {
    expect(webOutcome({ status }, NOW).kind).toBe(kind);
  });
  it.each([
    [200, null, 'sent'],
    [404, 'UNREGISTERED', 'gone'],
    [403, 'SENDER_ID_MISMATCH', 'gone'],
    [400, 'INVALID_TOKEN', 'gone'],
    [400, 'INVALID_ARGUMENT', 'refused'],
    [401, 'UNAUTHENTICATED', 'later'],
    [429, 'QUOTA_EXCEEDED', 'later'],
    [503, 'UNAVAILABLE', 'later'],
  ] as const)('of FCM: %i %s is %s', (status, reason, kind) => {
    expect(fcmOutcome({ status, reason }, NOW).kind).toBe(kind);
  });
  it.each([
    [200, null, 'sent'],
    [400, 'BadDeviceToken', 'gone'],
    [410, 'Unregistered', 'gone'],
    [403, 'ExpiredProviderToken', 'later'],
    [403, 'BadCertificate', 'refused'],
    [429, 'TooManyRequests', 'later'],
    [500, 'InternalServerError', 'later'],
    [413, 'PayloadTooLarge', 'refused'],
  ] as const)('of APNs: %i %s is %s', (status, reason, kind) => {
    expect(apnsOutcome({ status, reason }, NOW).kind).toBe(kind);
  });
});
