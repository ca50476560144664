const DAY_MS = 86_400_000;

/** How times, days, sums and lists are written in one language. Times are given as ISO 8601 and shown in the viewer's zone. */
export interface Formats {
  readonly locale: string;
  /** "14:05", "2:05 pm" */
  time(iso: string): string;
  /** "Today", "Yesterday", "Wednesday", "Wed, 4 March", "4 March 2023": for separators in a conversation. */
  day(iso: string, now: number): string;
  /** Short, for lists: the time today, then the weekday, then the date. */
  listTime(iso: string, now: number): string;
  /** Everything, for tooltips: "Wednesday 4 March 2026 at 14:05:09". */
  exact(iso: string): string;
  /** A price with its currency; as it came when the host sent a text or an unknown currency. */
  money(amount: number | string, currency?: string): string;
  /** A date, or a time without its hour, written out; any other text of the host's stays as it came. */
  dateText(text: string): string;
  /** "Ayesha, Bilal and Sana" */
  list(items: readonly string[]): string;
  number(value: number): string;
}

/** The viewer's calendar day: equal for two times exactly when they are on the same day. */
export function dayKey(iso: string): string {
  return keyOf(new Date(iso));
}

function keyOf(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** Whole calendar days from `iso` to `now`, in the viewer's zone; days of 23 and 25 hours count as one. */
export function daysAgo(iso: string, now: number): number {
  const noon = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12);
  return Math.round((noon(new Date(now)) - noon(new Date(iso))) / DAY_MS);
}

/** @param locale BCP 47 tag. */
export function createFormats(locale: string): Formats {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  // "9:07 am", but "09:07" where the day has 24 hours.
  const twelve = format({ hour: 'numeric' }).resolvedOptions().hour12 === true;
  const time = format({ hour: twelve ? 'numeric' : '2-digit', minute: '2-digit' });
  // "9:07" and "am" stay on one line.
  const clock = (iso: string) => time.format(new Date(iso)).replaceAll(' ', '\u00a0');
  const exact = format({ dateStyle: 'full', timeStyle: 'medium' });
  const weekday = format({ weekday: 'long' });
  const shortWeekday = format({ weekday: 'short' });
  const sameYear = format({ weekday: 'short', day: 'numeric', month: 'long' });
  const otherYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortSameYear = format({ day: 'numeric', month: 'short' });
  const shortOtherYear = format({ day: '2-digit', month: '2-digit', year: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const numbers = new Intl.NumberFormat(locale);
  const money = moneyFormat(locale);
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  const inYearOf = (iso: string, now: number) => new Date(iso).getFullYear() === new Date(now).getFullYear();

  return {
    locale,
    time: clock,
    day(iso, now) {
      const days = daysAgo(iso, now);
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
      if (days > 1 && days < 7) return capital(weekday.format(new Date(iso)));
      return (inYearOf(iso, now) ? sameYear : otherYear).format(new Date(iso));
    },
    listTime(iso, now) {
      const days = daysAgo(iso, now);
      if (days <= 0) return clock(iso);
      if (days === 1) return capital(relative.format(-1, 'day'));
      if (days < 7) return shortWeekday.format(new Date(iso));
      return (inYearOf(iso, now) ? shortSameYear : shortOtherYear).format(new Date(iso));
    },
    exact: (iso) => exact.format(new Date(iso)),
    money,
    dateText: (text) => (ISO_DATE.test(text) ? localDate(text, sameYear, otherYear) : text),
    list: (items) => lists.format(items),
    number: (value) => numbers.format(value),
  };
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T.*)?$/;

function localDate(text: string, sameYear: Intl.DateTimeFormat, otherYear: Intl.DateTimeFormat): string {
  // A date without a time is that day everywhere; `new Date` would take it for midnight in UTC.
  const date = new Date(text.length === 10 ? `${text}T12:00:00` : text);
  if (Number.isNaN(date.getTime())) return text;
  return (date.getFullYear() === new Date().getFullYear() ? sameYear : otherYear).format(date);
}

/** Making a format takes a hundred times as long as using it, and headers are drawn with every message. */
function moneyFormat(locale: string): Formats['money'] {
  const made = new Map<string, Intl.NumberFormat>();
  return (amount, currency) => {
    const plain = [String(amount), currency].filter(Boolean).join(' ');
    if (typeof amount !== 'number') return plain;
    if (currency === undefined || !/^[A-Za-z]{3}$/.test(currency)) return plain;
    const fraction = Number.isInteger(amount) ? 0 : 2;
    const key = `${currency.toUpperCase()} ${fraction}`;
    const digits = { minimumFractionDigits: fraction, maximumFractionDigits: fraction };
    const format = made.get(key) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
    made.set(key, format);
    return format.format(amount);
  };
}
