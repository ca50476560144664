/** Minutes of the day on somebody’s clock, from 0 to 1439, never the same; `from` after `to`: over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** A time zone of the IANA database. */
  readonly zone: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When the quiet time that runs now ends; null when none runs. Both in milliseconds since the epoch.
 *
 * A night begins and ends at a moment, not at what a clock says: where clocks are put forward over its end, it ends when
 * they are; where they are put back, it begins and ends the first time that they show it (as `Temporal` decides).
 */
export function quietUntil(now: number, { from, to, zone }: QuietHours): number | null {
  const today = Math.floor(wallAt(now, zone) / DAY_MS) * DAY_MS;
  for (const day of [today - DAY_MS, today]) {
    const begins = momentOf(day + from * MINUTE_MS, zone);
    const ends = momentOf(day + (from < to ? 0 : DAY_MS) + to * MINUTE_MS, zone);
    if (begins <= now && now < ends) return ends;
  }
  return null;
}

/** The zone's own writing of its name; null when there is none such. */
export function zoneNamed(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Making a formatter takes longer than all else here; zones are some hundreds. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

/** What a clock of this zone shows then, as if that were UTC. */
function wallAt(moment: number, zone: string): number {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return seconds + (moment - Math.floor(moment / 1000) * 1000);
}

/** The first moment at which a clock shows this; where it is skipped, the moment that far after the clock was put forward. */
function momentOf(wall: number, zone: string): number {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((around) => wallAt(around, zone) - around);
  const shown = offsets.map((offset) => wall - offset).filter((moment) => wallAt(moment, zone) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - (offsets[0] ?? 0);
}
