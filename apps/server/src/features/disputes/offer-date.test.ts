import { expect, it } from 'vitest';
import { faultOfDate } from './offer-date.rules.js';

it('[ST6] the date of an offer is not past anywhere on earth, and not out of reach', () => {
  const now = Date.parse('2026-03-01T00:30:00.000Z');
  const faults = (dates: readonly string[]) => dates.map((date) => faultOfDate(date, now));
  expect(faults(['2026-02-28', '2026-03-01', '2026-03-02', '2030-01-01', '2036-02-28'])).toEqual(Array(5).fill(null));
  expect(faults(['2026-02-27', '0001-01-01', '2025-12-31'])).toEqual(Array(3).fill('must not be past'));
  expect(faults(['2036-03-05', '9999-12-31'])).toEqual(Array(2).fill('must be within 10 years'));
});
