import { isIP } from 'node:net';

/** The forms that values of environment variables take. Each reader throws an Error that says what is expected. */

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
};

const SIZE: Readonly<Record<string, number>> = { '': 1, B: 1, KiB: 1024, MiB: 1024 * 1024, GiB: 1024 ** 3 };

/** How often something may happen: `burst` at once, then `amount` per `perMs` milliseconds. `null`: no limit. */
export interface Rate {
  readonly burst: number;
  readonly amount: number;
  readonly perMs: number;
}

export function text(value: string): string {
  return value;
}

export function oneOf<const T extends string>(...choices: readonly T[]): (value: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new Error(`one of ${choices.map((choice) => `"${choice}"`).join(', ')} is expected`);
    return found;
  };
}

export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new Error(`a whole number from ${least} to ${most} is expected`);
    }
    return number;
  };
}

/** `0.25` → a quarter. */
export function share(value: string): number {
  const number = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || number > 1) throw new Error('a number from 0 to 1 is expected');
  return number;
}

export function flag(value: string): boolean {
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw new Error('1 or 0 is expected');
}

/** `2h`, `15m`, `900` (seconds when no unit is given) → milliseconds. */
export function durationMs(value: string): number {
  const match = /^(\d+)\s*(ms|s|m|h|d|w)?$/.exec(value);
  const unit = UNIT_MS[match?.[2] ?? 's'];
  if (!match || unit === undefined)
    throw new Error('a duration such as 30s, 15m, 2h or 7d is expected (a bare number is seconds)');
  return Number(match[1]) * unit;
}

/** As `durationMs`, in seconds. */
export function durationSeconds(value: string): number {
  const seconds = durationMs(value) / 1000;
  if (!Number.isInteger(seconds)) throw new Error('a duration of whole seconds is expected, such as 15m');
  return seconds;
}

/** `0` is off (`null`); anything else is read by `read`. */
export function orOff<T>(read: (value: string) => T): (value: string) => T | null {
  return (value) => (value === '0' ? null : read(value));
}

/** `64KiB`, `1MiB`, `2GiB`, `65536` → bytes. */
export function bytes(value: string): number {
  const match = /^(\d+)\s*(B|KiB|MiB|GiB)?$/.exec(value);
  const unit = SIZE[match?.[2] ?? ''];
  if (!match || unit === undefined || Number(match[1]) === 0)
    throw new Error('a size such as 65536, 64KiB or 1MiB is expected');
  return Number(match[1]) * unit;
}

/** `20,5/s`: 20 at once, then 5 a second. `50/day`, `5/15m`, `1/2s`: that many at once, coming back over that time. */
export function rate(value: string): Rate {
  const match = /^(?:(\d+)\s*,\s*)?(\d+)\/(\d+)?(ms|s|min|m|h|day|d)$/.exec(value);
  const unit = UNIT_MS[match?.[4] ?? ''];
  const amount = Number(match?.[2]);
  const burst = match?.[1] === undefined ? amount : Number(match[1]);
  const count = Number(match?.[3] ?? 1);
  if (!match || unit === undefined || amount === 0 || burst === 0 || count === 0) {
    throw new Error(
      'a rate such as 20,5/s (20 at once, then 5 a second), 50/day or 5/15m is expected, or 0 for no limit',
    );
  }
  return { burst, amount, perMs: count * unit };
}

/** An http(s) origin or address; a trailing slash is dropped. */
export function webAddress(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error('an address such as https://chat.example.com is expected');
  }
  return url.href.replace(/\/+$/, '');
}

/** The origin of an address, as browsers send it in `Origin`. */
export function origin(value: string): string {
  const url = new URL(webAddress(value));
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error('an origin without a path is expected, such as https://chat.example.com');
  }
  return url.origin;
}

/** `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`: an address, or a network by its prefix. */
export function network(value: string): string {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
  if (family === 0 || !fits || rest.length > 0) {
    throw new Error('an address or a network such as 10.1.2.3 or 10.0.0.0/8 is expected');
  }
  return value;
}

/** `clamav:3310` → host and port. */
export function hostAndPort(value: string): { readonly host: string; readonly port: number } {
  const url = URL.canParse(`tcp://${value}`) ? new URL(`tcp://${value}`) : undefined;
  if (!url || url.port === '' || url.pathname !== '' || url.username !== '') {
    throw new Error('an address such as 127.0.0.1:3310 is expected');
  }
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}

/** Comma-separated values; empty entries are dropped. */
export function list<T>(read: (value: string) => T): (value: string) => readonly T[] {
  return (value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map(read);
}

export function redisAddress(value: string): string {
  if (!/^rediss?:\/\//.test(value) || !URL.canParse(value)) {
    throw new Error('an address such as redis://user:password@host:6379 is expected');
  }
  return value;
}

export function postgresAddress(value: string): string {
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) {
    throw new Error(
      'an address such as postgresql://user:password@host:5432/name is expected (a special character in the password is written as %XX)',
    );
  }
  return value;
}
