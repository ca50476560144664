import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { renewIn } from './token-life.js';
import { tokenSource } from './token-source.js';

function jwt(iat: number, exp: number): string {
  return `head.${btoa(JSON.stringify({ iat: iat / 1000, exp: exp / 1000 })).replaceAll('=', '')}.sig`;
}

describe('a token source', () => {
  test('asks the host once for many calls, again before the token expires, and when the server refused it', async () => {
    const clock = new FakeClock();
    const asked: boolean[] = [];
    const source = tokenSource(async ({ forceRefresh }) => {
      asked.push(forceRefresh);
      return jwt(clock.now(), clock.now() + 600_000);
    }, clock);
    await Promise.all([1, 2, 3].map(() => source.getToken({ forceRefresh: false })));
    await clock.advance(500_000);
    await source.getToken({ forceRefresh: false });
    expect(asked).toEqual([false]);
    await clock.advance(50_000);
    await source.getToken({ forceRefresh: false });
    await source.getToken({ forceRefresh: true });
    expect(asked).toEqual([false, false, true]);
  });

  test('a token that was refused is not answered with one that was asked for without saying so', async () => {
    const asked: boolean[] = [];
    let answer = () => {};
    const source = tokenSource(({ forceRefresh }) => {
      asked.push(forceRefresh);
      if (forceRefresh) return Promise.resolve('new');
      return new Promise((resolve) => (answer = () => resolve('old')));
    });
    const first = source.getToken({ forceRefresh: false });
    const refreshed = [1, 2].map(() => source.getToken({ forceRefresh: true }));
    expect(asked).toEqual([false]);
    answer();
    expect(await first).toBe('old');
    expect(await Promise.all(refreshed)).toEqual(['new', 'new']);
    expect(asked).toEqual([false, true]);
    await expect(source.getToken({ forceRefresh: false })).resolves.toBe('new');
  });

  test('a failure is not remembered', async () => {
    let fails = true;
    const source = tokenSource(async () => {
      if (fails) throw new Error('down');
      return 'opaque';
    });
    await expect(source.getToken({ forceRefresh: false })).rejects.toThrow('down');
    fails = false;
    await expect(source.getToken({ forceRefresh: false })).resolves.toBe('opaque');
  });
});

describe('when to renew a token', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const hour = 3_600_000;

  test('a minute before it expires', () => {
    expect(renewIn(jwt(now - hour, now + hour), now)).toBe(hour - 60_000);
  });

  test('a wrong clock only shifts it: never at once, never in a loop', () => {
    expect(renewIn(jwt(now + 5 * hour, now + 7 * hour), now)).toBe(2 * hour - 60_000);
    expect(renewIn(jwt(now - 7 * hour, now - 5 * hour), now)).toBe(2 * hour - 60_000);
    expect(renewIn(jwt(now, now + 4000), now)).toBe(10_000);
  });

  test.each(['opaque', 'a.b.c', 'a..c', ''])('not at all if %j does not say when', (token) => {
    expect(renewIn(token, now)).toBeUndefined();
  });
});
