const MINUTE_MS = 60_000;

/**
 * When something of the demo's story happened: `-3d 09:12` is three days ago at that time of day, `-42m` is 42 minutes
 * ago.
 * @param now milliseconds since the epoch
 * @throws RangeError for another form
 */
export function momentOf(text: string, now: number): Date {
  const [, minutes, days, hour, minute] = /^-(?:(\d+)m|(\d+)d (\d\d):(\d\d))$/.exec(text) ?? [];
  if (minutes !== undefined) return new Date(now - Number(minutes) * MINUTE_MS);
  if (days === undefined) throw new RangeError(`"${text}" is no moment`);
  const moment = new Date(now);
  moment.setDate(moment.getDate() - Number(days));
  moment.setHours(Number(hour), Number(minute), 0, 0);
  return moment;
}
