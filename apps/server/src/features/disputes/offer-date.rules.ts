const DAY_MS = 86_400_000;
const YEARS = 10;

/**
 * Why work cannot be done by a day; null: it can. It is still yesterday somewhere when the day begins in UTC, and both
 * parties may be there.
 * @param date YYYY-MM-DD @param now milliseconds
 */
export function faultOfDate(date: string, now: number): string | null {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  if (date < dayOf(now - DAY_MS)) return 'must not be past';
  return date > dayOf(now + YEARS * 365.25 * DAY_MS) ? `must be within ${YEARS} years` : null;
}
