import { describe, expect, test, vi } from 'vitest';
import { SessionEnded } from '../chat-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { FakeDisk, FakeLocks } from '../testing/fake-tabs.js';
import { memoryStorage } from '../storage/memory-storage.js';
import type { Fetch } from '../transport/rest.js';
import { passwordSession } from './password-session.js';

const ACCOUNT = { id: 7, role: 'customer', name: 'Ada', email: 'ada@example.org', region: null } as const;

/** The auth routes of the contract: rotation, and the end of a session whose refresh token comes twice. */
class FakeAuth {
  up = true;
  readonly calls: string[] = [];
  cookie: string | undefined;
  private readonly sessions = new Map<string, string>();
  private number = 0;

  readonly fetch: Fetch = async (url, init) => {
    if (!this.up) throw new TypeError('fetch failed');
    const name = url.split('/').at(-1) ?? '';
    const body = JSON.parse(init.body as string) as Record<string, unknown>;
    this.calls.push(name);
    await Promise.resolve();
    const sent = typeof body['refresh_token'] === 'string' ? body['refresh_token'] : this.cookie;
    if (name === 'login') {
      if (body['password'] !== 'right') return this.problem(401, 'unauthorized');
      return this.session(`family-${++this.number}`, body['cookie'] === true);
    }
    const family = sent?.split('.')[0] ?? '';
    if (name === 'logout') {
      this.sessions.delete(family);
      this.cookie = undefined;
      return new Response(null, { status: 204 });
    }
    const good = sent !== undefined && this.sessions.get(family) === sent;
    if (!good) this.sessions.delete(family);
    return good ? this.session(family, body['cookie'] === true) : this.problem(401, 'unauthorized');
  };

  get alive(): number {
    return this.sessions.size;
  }

  private session(family: string, cookie: boolean): Response {
    const refresh_token = `${family}.${++this.number}`;
    this.sessions.set(family, refresh_token);
    if (cookie) this.cookie = refresh_token;
    const body = { token: `access-${this.number}`, expires_in: 7200, user: ACCOUNT };
    return Response.json(cookie ? body : { ...body, refresh_token });
  }

  private problem(status: number, code: string): Response {
    return Response.json({ type: 'about:blank', title: 'Refused', status, code }, { status });
  }
}

function setUp(cookie: boolean) {
  const auth = new FakeAuth();
  const clock = new FakeClock();
  const disk = new FakeDisk();
  const locks = new FakeLocks();
  const open = () => passwordSession({ url: '', cookie, storage: disk.open(), clock, fetch: auth.fetch, locks });
  return { auth, clock, disk, open };
}

describe.each([
  ['cookie', true],
  ['body', false],
])('a password session (%s mode)', (_, cookie) => {
  test('signs in, hands out one token for many calls, and refreshes it when it is due', async () => {
    const { auth, clock, open } = setUp(cookie);
    const session = open();
    await expect(session.login('ada@example.org', 'wrong')).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(session.login('ada@example.org', 'right')).resolves.toEqual(ACCOUNT);
    expect(session.user.get()).toEqual(ACCOUNT);
    const first = await session.getToken({ forceRefresh: false });
    expect(await session.getToken({ forceRefresh: false })).toBe(first);
    await clock.advance(7_180_000);
    expect(await session.getToken({ forceRefresh: false })).not.toBe(first);
    expect(auth.calls).toEqual(['login', 'login', 'refresh']);
  });

  test('the access token is in memory only, and the refresh token nowhere that a script of the page can read', async () => {
    const { disk, auth, open } = setUp(cookie);
    await open().login('ada@example.org', 'right');
    const stored = JSON.stringify([...disk.values]);
    expect(stored).not.toContain('access-');
    expect(stored.includes('family-')).toBe(!cookie);
    expect(auth.cookie !== undefined).toBe(cookie);
  });

  test('is taken up after a reload', async () => {
    const { open } = setUp(cookie);
    expect(await open().restore()).toBeNull();
    await open().login('ada@example.org', 'right');
    const reloaded = open();
    expect(await reloaded.restore()).toEqual(ACCOUNT);
    await expect(reloaded.getToken({ forceRefresh: false })).resolves.toMatch(/^access-/);
  });

  test('a reload without a network still knows who I am; the token follows', async () => {
    const { auth, open } = setUp(cookie);
    await open().login('ada@example.org', 'right');
    auth.up = false;
    const reloaded = open();
    expect(await reloaded.restore()).toEqual(ACCOUNT);
    await expect(reloaded.getToken({ forceRefresh: false })).rejects.toMatchObject({ code: 'unavailable' });
    auth.up = true;
    await expect(reloaded.getToken({ forceRefresh: false })).resolves.toMatch(/^access-/);
  });

  test('ten tabs that refresh at once do not end the session', async () => {
    const { auth, open } = setUp(cookie);
    await open().login('ada@example.org', 'right');
    const tabs = Array.from({ length: 10 }, open);
    await Promise.all(
      tabs.flatMap((tab) => [tab.getToken({ forceRefresh: true }), tab.getToken({ forceRefresh: true })]),
    );
    expect(auth.alive).toBe(1);
    await expect(tabs[3]?.getToken({ forceRefresh: true })).resolves.toMatch(/^access-/);
  });

  test('signing in and out is known in all tabs', async () => {
    const { auth, open } = setUp(cookie);
    const [a, b] = [open(), open()];
    await a.login('ada@example.org', 'right');
    await vi.waitFor(() => expect(b.user.get()).toEqual(ACCOUNT));
    await b.logout();
    await vi.waitFor(() => expect(a.user.get()).toBeNull());
    await expect(a.getToken({ forceRefresh: false })).rejects.toBeInstanceOf(SessionEnded);
    expect(auth.alive).toBe(0);
  });

  test('signed out without a network, one stays signed out, and the server hears of it later', async () => {
    const { auth, open } = setUp(cookie);
    const session = open();
    await session.login('ada@example.org', 'right');
    auth.up = false;
    await session.logout();
    expect(session.user.get()).toBeNull();
    auth.up = true;
    await expect(open().getToken({ forceRefresh: false })).rejects.toBeInstanceOf(SessionEnded);
    expect(auth.alive).toBe(1);
    expect(await open().restore()).toBeNull();
    expect(auth.alive).toBe(0);
    await expect(open().login('ada@example.org', 'right')).resolves.toEqual(ACCOUNT);
    expect(await open().restore()).toEqual(ACCOUNT);
  });

  test('ended by the server, it is over in all tabs', async () => {
    const { auth, open } = setUp(cookie);
    const [a, b] = [open(), open()];
    await a.login('ada@example.org', 'right');
    await vi.waitFor(() => expect(b.user.get()).toEqual(ACCOUNT));
    await auth.fetch('/api/auth/logout', { body: JSON.stringify({ refresh_token: 'family-1.2' }) });
    await expect(a.getToken({ forceRefresh: true })).rejects.toBeInstanceOf(SessionEnded);
    await vi.waitFor(() => expect(b.user.get()).toBeNull());
  });
});

test('a storage of the host that is full does not lose the session', async () => {
  const { auth, clock, disk } = setUp(false);
  const storage = disk.open();
  let full = false;
  const set = (key: string, value: unknown) =>
    full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : storage.set(key, value);
  const session = passwordSession({
    ...{ url: '', cookie: false, clock, fetch: auth.fetch, locks: new FakeLocks() },
    storage: { ...storage, set },
  });
  await session.login('ada@example.org', 'right');
  full = true;
  for (let n = 0; n < 3; n++) await expect(session.getToken({ forceRefresh: true })).resolves.toMatch(/^access-/);
  expect(auth.alive).toBe(1);
  await session.logout();
  expect(auth.alive).toBe(0);
});

test('where nothing can be shared it works alone', async () => {
  const auth = new FakeAuth();
  const session = passwordSession({ url: '', cookie: false, storage: memoryStorage(), fetch: auth.fetch });
  await session.login('ada@example.org', 'right');
  await expect(session.getToken({ forceRefresh: true })).resolves.toMatch(/^access-/);
  await session.logout({ everywhere: true });
  expect(auth.alive).toBe(0);
});
