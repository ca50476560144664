const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long until a deadline, in the units in which people think of it. */
export interface TimeLeft {
  /** The deadline has passed; the parts then say since when. */
  readonly over: boolean;
  /** Largest first, at most two; empty for less than a minute. */
  readonly parts: readonly TimePart[];
  /** `soon`: within two hours. */
  readonly urgency: 'calm' | 'soon' | 'over';
}

export interface TimePart {
  readonly unit: 'day' | 'hour' | 'minute';
  readonly value: number;
}

/** @param now milliseconds since 1970 */
export function timeLeft(deadline: string, now: number): TimeLeft {
  const ms = Date.parse(deadline) - now;
  const over = ms < 0;
  return {
    over,
    parts: partsOf(Math.abs(ms)),
    urgency: over ? 'over' : ms <= 2 * HOUR_MS ? 'soon' : 'calm',
  };
}

/** How old something is, in its largest unit; empty for less than a minute. */
export function ageOf(since: string, now: number): readonly TimePart[] {
  return partsOf(Math.max(0, now - Date.parse(since))).slice(0, 1);
}

function partsOf(ms: number): TimePart[] {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  // Minutes matter within hours, hours within days.
  const parts: TimePart[] =
    days > 0
      ? [
          { unit: 'day', value: days },
          { unit: 'hour', value: days < 3 ? hours : 0 },
        ]
      : [
          { unit: 'hour', value: hours },
          { unit: 'minute', value: minutes },
        ];
  return parts.filter(({ value }) => value > 0);
}
