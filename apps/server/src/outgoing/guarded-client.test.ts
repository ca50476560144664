import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.js';
import { OutgoingError, type OutgoingRequest } from '../kernel/outgoing.js';
import { testClock } from '../testing/test-clock.js';
import { readNetwork } from './address-policy.js';
import { GuardedClient, type Resolve } from './guarded-client.js';

const here = [readNetwork('127.0.0.1')];
let server: http.Server;
let port: number;
let seen: { url: string; headers: http.IncomingHttpHeaders; method: string; body: string }[];
let answer: (request: http.IncomingMessage, response: http.ServerResponse) => void;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, method: request.method ?? '', body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Every name is this machine, unless `names` says otherwise. */
function client(names: Record<string, readonly string[]> = {}, allowed = here) {
  seen = [];
  const asked: string[] = [];
  const resolve: Resolve = (host) => {
    asked.push(host);
    const addresses = names[host] ?? ['127.0.0.1'];
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  const guarded = new GuardedClient({ clock: systemClock, concurrency: 8, allowed, resolve });
  const send = (request: Omit<OutgoingRequest, 'url'> & { url?: string } = {}) =>
    guarded.send({ url: `http://web.test:${port}/`, anyPort: true, ...request });
  return { send, asked };
}

const kindOf = async (sending: Promise<unknown>): Promise<string> => {
  try {
    await sending;
    return 'answered';
  } catch (error) {
    if (error instanceof OutgoingError) return error.kind;
    throw error;
  }
};

const say = (text: string) => (answer = (_request, response) => void response.end(text));
const redirect = (to: string, status = 302) =>
  (answer = (request, response) => {
    if (request.url !== '/') return void response.end('arrived');
    return void response.writeHead(status, { location: to }).end();
  });

describe('[LK3] where it goes', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.1.1/',
    'http://0/',
  ])('refuses %s', async (url) => {
    say('secret');
    const { send } = client({}, []);
    expect(await kindOf(send({ url: url.replace(/\/$/, `:${port}/`) }))).toBe('forbidden');
    expect(seen).toEqual([]);
  });

  it('refuses a name that leads inside, and one that has an inner address beside a public one', async () => {
    const { send } = client(
      { inner: ['10.0.0.5'], both: ['93.184.216.34', '127.0.0.1'], mapped: ['::ffff:10.0.0.5'] },
      [],
    );
    for (const host of ['inner', 'both', 'mapped']) {
      expect(await kindOf(send({ url: `http://${host}:${port}/` }))).toBe('forbidden');
    }
    expect(seen).toEqual([]);
  });

  it.each(['ftp://web.test/', 'file:///etc/passwd', 'gopher://web.test/', 'javascript:alert(1)', 'no address'])(
    'refuses %s',
    async (url) => {
      expect(await kindOf(client().send({ url }))).toBe('forbidden');
    },
  );

  it('refuses names and passwords within the address, and ports that are not of the web', async () => {
    const { send } = client();
    expect(await kindOf(send({ url: `http://user:secret@web.test:${port}/` }))).toBe('forbidden');
    expect(await kindOf(send({ anyPort: false }))).toBe('forbidden');
    expect(seen).toEqual([]);
  });

  it('resolves once, and connects to what it checked: a name that moves meanwhile leads nowhere else', async () => {
    say('the right one');
    let asked = 0;
    const resolve: Resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const guarded = new GuardedClient({ clock: systemClock, concurrency: 8, allowed: here, resolve });
    const { body } = await guarded.send({ url: `http://rebinding.test:${port}/`, anyPort: true });
    expect(Buffer.from(body).toString()).toBe('the right one');
    expect(asked).toBe(1);
  });

  it('keeps the name for the other side, whatever header the caller sets', async () => {
    say('');
    await client().send({ headers: { host: 'elsewhere' } });
    expect(seen[0]?.headers.host).toBe(`web.test:${port}`);
  });

  it('says that a name or a listener is missing', async () => {
    const guarded = new GuardedClient({
      clock: systemClock,
      concurrency: 1,
      allowed: here,
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    });
    expect(await kindOf(guarded.send({ url: 'http://missing.test/' }))).toBe('unreachable');
    expect(await kindOf(client().send({ url: 'http://web.test:1/' }))).toBe('unreachable');
    expect(await kindOf(client({ none: [] }).send({ url: 'http://none/' }))).toBe('unreachable');
  });
});

describe('[LK3] redirects', () => {
  it('follows none unless asked', async () => {
    redirect('/there');
    expect((await client().send()).status).toBe(302);
    expect((await client().send({ redirects: 1 })).status).toBe(200);
  });

  it('checks every hop anew', async () => {
    const { send, asked } = client({ inner: ['10.0.0.5'] });
    for (const to of [`http://inner:${port}/x`, 'http://169.254.169.254/', `http://[::1]:${port}/x`]) {
      redirect(to);
      expect(await kindOf(send({ redirects: 3 }))).toBe('forbidden');
    }
    redirect('file:///etc/passwd');
    expect(await kindOf(send({ redirects: 3 }))).toBe('forbidden');
    expect(asked).toContain('inner');
    expect(seen.every(({ url }) => url === '/')).toBe(true);
  });

  it('ends a circle', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: '/' }).end();
    expect(await kindOf(client().send({ redirects: 3 }))).toBe('too_many_redirects');
    expect(seen).toHaveLength(4);
  });

  it('carries no secret to another origin, and a body only where the redirect says so', async () => {
    const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'content-type': 'text/plain', 'x-kept': 'yes' };
    const post = { method: 'POST', body: 'hello', headers, redirects: 1 } as const;
    redirect(`http://other.test:${port}/there`);
    await client().send(post);
    expect(seen[1]).toMatchObject({ method: 'GET', body: '', headers: { 'x-kept': 'yes' } });
    expect(seen[1]?.headers).not.toHaveProperty('authorization');
    expect(seen[1]?.headers).not.toHaveProperty('cookie');
    expect(seen[1]?.headers).not.toHaveProperty('content-type');
    redirect('/there', 308);
    await client().send(post);
    expect(seen[1]).toMatchObject({ method: 'POST', body: 'hello', headers: { authorization: 'Bearer secret' } });
  });
});

describe('[LK3] bounds', () => {
  it('reads no more than it may', async () => {
    say('x'.repeat(5000));
    expect(await kindOf(client().send({ maxBytes: 4999 }))).toBe('too_large');
    const cut = await client().send({ maxBytes: 1000, cut: true });
    expect([cut.body.length, cut.wasCut]).toEqual([1000, true]);
    const whole = await client().send({ maxBytes: 5000 });
    expect([whole.body.length, whole.wasCut]).toEqual([5000, false]);
  });

  it('leaves a body unread that is not wanted', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'video/mp4' }).write('x');
    const response = await client().send({ wantsBody: ({ headers }) => headers['content-type'] === 'text/html' });
    expect(response.body).toHaveLength(0);
  });

  it('waits no longer than it may: for a name, for an answer, for a body, for its turn', async () => {
    const clock = testClock();
    const timed = async (resolve: Resolve, reply: typeof answer, until: () => boolean) => {
      seen = [];
      answer = reply;
      const guarded = new GuardedClient({ clock, concurrency: 1, allowed: here, resolve });
      const first = guarded.send({ url: `http://web.test:${port}/`, anyPort: true, timeoutMs: 500 });
      const second = guarded.send({ url: `http://web.test:${port}/`, anyPort: true, timeoutMs: 400 });
      const kinds = Promise.all([kindOf(first), kindOf(second)]);
      await expect.poll(until).toBe(true);
      clock.advance(500);
      return kinds;
    };
    const known: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const never: Resolve = () => new Promise(() => undefined);
    const silent = () => undefined;
    let begun = false;
    const halting: typeof answer = (_request, response) => {
      response.write('begun');
      begun = true;
    };
    expect(await timed(never, silent, () => true)).toEqual(['timeout', 'timeout']);
    expect(await timed(known, silent, () => seen.length === 1)).toEqual(['timeout', 'timeout']);
    expect(await timed(known, halting, () => begun)).toEqual(['timeout', 'timeout']);
  });

  it('takes a body that ends too early for no answer', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('short', () => response.socket?.destroy());
    };
    expect(await kindOf(client().send())).toBe('unreachable');
  });

  it('sends 4 at a time to one host, and lets others by', async () => {
    const waiting: http.ServerResponse[] = [];
    answer = (_request, response) => void waiting.push(response);
    const { send } = client();
    const slow = Array.from({ length: 6 }, () => send());
    await expect.poll(() => waiting.length).toBe(4);
    const other = send({ url: `http://other.test:${port}/` });
    await expect.poll(() => waiting.length).toBe(5);
    expect(seen.at(-1)?.headers.host).toBe(`other.test:${port}`);
    answer = (_request, response) => void response.end('late');
    for (const response of waiting) response.end('now');
    expect((await Promise.all([...slow, other])).map(({ status }) => status)).toEqual(Array(7).fill(200));
  });

  it('refuses at once when too many wait', async () => {
    const never: Resolve = () => new Promise(() => undefined);
    const clock = testClock();
    const guarded = new GuardedClient({ clock, concurrency: 1, allowed: here, resolve: never });
    const sent = Array.from({ length: 202 }, () => kindOf(guarded.send({ url: 'http://web.test/' })));
    expect(await sent.at(-1)).toBe('busy');
    clock.advance(10_000);
    expect(new Set(await Promise.all(sent.slice(0, 201)))).toEqual(new Set(['timeout']));
  });
});
