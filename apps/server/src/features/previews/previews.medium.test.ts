import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { MASK } from '../content/contacts.rules.js';

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

let web: http.Server;
let port: number;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
let answer: Answer;
let asked: string[] = [];
let resolved: string[] = [];
/** Every other name is this machine, which the operator of the tested server allows. */
const NAMES: Record<string, readonly string[]> = {
  'private.test': ['10.0.0.5'],
  'metadata.test': ['169.254.169.254'],
  'shared.test': ['100.64.1.1'],
  'translated.test': ['64:ff9b::7f00:2'],
  'mapped.test': ['::ffff:127.0.0.2'],
  'loopback.test': ['127.0.0.2'],
  'both.test': ['127.0.0.1', '192.168.0.9'],
};

const page =
  (head: string, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (_request, response) =>
    void response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
      .end(`<head>${head}</head>`);
const settings = { LINK_PREVIEWS: 'on', OUTGOING_ALLOW: '127.0.0.1' };
const seams = {
  resolve: (host: string) => {
    resolved.push(host);
    const addresses = NAMES[host] ?? ['127.0.0.1'];
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  },
};

beforeAll(async () => {
  web = http.createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    answer(request, response);
  });
  // Also under the addresses that are not to be reached: whoever gets there is seen.
  await new Promise<void>((resolve) => web.listen(0, '0.0.0.0', resolve));
  ({ port } = web.address() as AddressInfo);
  server = await startTestServer({ ...settings, CONTENT_RULES: 'contacts', CONTENT_BOOKED_STATUSES: 'booked' }, seams);
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
  chatId = await bookedChat(server, customer, provider);
});
afterAll(async () => {
  await server.close();
  web.closeAllConnections();
  web.close();
});
beforeEach(() => {
  asked = [];
  resolved = [];
});

/** Where nothing is masked. */
async function bookedChat(where: TestServer, one: TestUser, other: TestUser) {
  const chat = await where.chat(one, other);
  const host = await where.user('admin');
  await where.rest(host.token, 'PUT', `/api/admin/chats/${chat}/job`, { title: 'x', status: 'booked' });
  return chat;
}

const at = (id: string, rest = '') => `/api/chat/${chatId}/messages/${id}${rest}`;
const say = async (text: string, who = customer) =>
  (await server.rest(who.token, 'POST', `/api/chat/${chatId}/messages`, { message: text })).body;
const link = (path: string, host = 'page.test') => `http://${host}:${port}/${path}`;
const found = (url: string) => server.database.realtime.query('select found from link_pages where url = $1', [url]);
const looked = async (url: string) => {
  await expect.poll(() => found(url), { timeout: 15_000 }).toHaveLength(1);
  return (await found(url))[0];
};
const now = async (id: string) => {
  const { body } = await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages?limit=200`);
  return body.messages.find((message: { id: string }) => message.id === id);
};
const previewed = async (id: string, preview: object) => {
  await expect.poll(async () => (await now(id)).preview, { timeout: 15_000 }).toMatchObject(preview);
};

describe('previews of links', () => {
  it('[LK2][LK4] come after the message, told to everybody, with the host of the link and not what the page calls itself', async () => {
    answer = page(
      '<meta property="og:title" content="Roof &amp; tiles"><meta property="og:description" content="<b>All</b> of it"><meta property="og:site_name" content="Your Bank">',
    );
    const other = await server.socket(provider.token);
    await other.call('join_chat', { chatId });
    const sent = await say(`Look: ${link('roof')}.`);
    expect(sent).not.toHaveProperty('preview');
    const told = await other.event('message_updated', ({ id, preview }) => id === sent.id && preview !== undefined);
    const preview = {
      url: link('roof'),
      site: `page.test:${port}`,
      title: 'Roof & tiles',
      description: '<b>All</b> of it',
    };
    expect(told.preview).toEqual(preview);
    expect([told.message, told.edited_at]).toEqual([sent.message, null]);
    expect((await now(sent.id)).preview).toEqual(preview);
    const byBot = await server.socket(customer.token);
    const changes = await byBot.call('sync', { chats: [{ chatId, revision: sent.revision }] });
    expect(changes.chats[0].messages.find(({ id }: { id: string }) => id === sent.id).preview).toEqual(preview);
  });

  it('[LK2] are looked for however the address begins', async () => {
    answer = page('<title>Loud</title>');
    await say(`LOOK HTTP://PAGE.TEST:${port}/loud`);
    await say(`or at WWW.page.test:${port}/louder`);
    expect(await looked(link('loud'))).toMatchObject({ found: { title: 'Loud' } });
    await looked(`https://www.page.test:${port}/louder`);
  });

  it('[LK5] ask a page once for all who link to it', async () => {
    answer = page('<title>Once</title>');
    const first = await say(link('once#top'));
    await previewed(first.id, { title: 'Once' });
    const second = await say(`again ${link('once')}`, provider);
    await previewed(second.id, { title: 'Once' });
    expect(asked).toEqual([`page.test:${port}/once`]);
  });

  it('[LK6] are taken off by the author alone, over both doors, and do not come again', async () => {
    answer = page('<title>Shown</title>');
    const message = await say(`${link('off')} and more`);
    await previewed(message.id, { title: 'Shown' });
    expect((await server.rest(provider.token, 'DELETE', at(message.id, '/preview'))).body.code).toBe('forbidden');
    const off = await server.rest(customer.token, 'DELETE', at(message.id, '/preview'));
    expect([off.status, off.body.preview, off.body.message]).toEqual([200, undefined, message.message]);
    const socket = await server.socket(customer.token);
    const again = await socket.call('remove_preview', { chatId, messageId: message.id });
    expect([again.ok, again.message.revision]).toEqual([true, off.body.revision]);
    // An edit that keeps the link brings no other one; another link does, and only then is the work of the first done.
    await server.rest(customer.token, 'PUT', at(message.id), { message: `${link('off')} and less` });
    const marker = await say(link('marker'));
    await previewed(marker.id, { title: 'Shown' });
    expect((await now(message.id)).preview).toBeUndefined();
    await server.rest(customer.token, 'PUT', at(message.id), { message: `now ${link('other')}` });
    await previewed(message.id, { url: link('other') });
    const without = await server.rest(customer.token, 'PUT', at(message.id), { message: 'no link any more' });
    expect(without.body).not.toHaveProperty('preview');
  });

  it('[LK6] go with a deleted message, and are not edited in by its author', async () => {
    answer = page('<title>Gone soon</title>');
    const message = await say(link('gone'));
    await previewed(message.id, { title: 'Gone soon' });
    const gone = await server.rest(customer.token, 'DELETE', at(message.id));
    expect(gone.body).not.toHaveProperty('preview');
    const forged = { message: 'x', preview: { url: 'https://x.org', site: 'x', title: 'x', description: null } };
    expect((await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, forged)).status).toBe(400);
  });

  it('[LK7] are not made of what a rule masks', async () => {
    const open = await server.chat(customer, provider);
    const { body } = await server.rest(customer.token, 'POST', `/api/chat/${open}/messages`, {
      message: link('masked'),
    });
    expect(body.message).toBe(MASK);
    const marker = await say(link('after-mask'));
    answer = page('<title>Marker</title>');
    await looked(link('after-mask'));
    expect([marker.seq > 0, await found(link('masked')), asked.filter((url) => url.includes('masked'))]).toEqual([
      true,
      [],
      [],
    ]);
  });

  it('[LK2] are off by default: nothing is asked, and nobody finds out', async () => {
    const quiet = await startTestServer({ OUTGOING_ALLOW: '127.0.0.1' }, seams);
    try {
      const [one, two] = [await quiet.user('customer'), await quiet.user('provider')];
      const chat = await quiet.chat(one, two);
      await quiet.rest(one.token, 'POST', `/api/chat/${chat}/messages`, { message: link('quiet') });
      const followers = await quiet.database.realtime.query<{ name: string }>('select name from feed_followers');
      expect(followers.map(({ name }) => name)).not.toContain('previews');
      expect([asked, resolved]).toEqual([[], []]);
    } finally {
      await quiet.close();
    }
  });

  it('[LK5] stop at the limit of an hour, and cost no message', async () => {
    const few = await startTestServer({ ...settings, LIMIT_LINK_PREVIEWS: '1' }, seams);
    try {
      answer = page('<title>Few</title>');
      const [one, two] = [await few.user('customer'), await few.user('provider')];
      const chat = await few.chat(one, two);
      const post = (who: TestUser, message: string) =>
        few.rest(who.token, 'POST', `/api/chat/${chat}/messages`, { message });
      const rows = () => few.database.realtime.query<{ url: string }>('select url from link_pages order by fetched_at');
      await post(one, link('few-1'));
      await expect.poll(rows, { timeout: 15_000 }).toHaveLength(1);
      expect((await post(one, link('few-2'))).status).toBe(201);
      await post(two, link('few-3'));
      await expect.poll(rows, { timeout: 15_000 }).toHaveLength(2);
      expect((await rows()).map(({ url }) => url)).toEqual([link('few-1'), link('few-3')]);
    } finally {
      await few.close();
    }
  });
});

describe('[LK3][LK4] a link without a preview', () => {
  it.each([
    ['a private address', () => link('x', '10.1.2.3')],
    ['loopback', () => link('x', '127.0.0.2')],
    ['loopback, written as a number', () => link('x', '2130706434.')],
    ['link-local', () => link('latest/meta-data/', '169.254.169.254')],
    ['CGNAT', () => link('x', '100.64.1.1')],
    ['NAT64', () => link('x', '[64:ff9b::7f00:2]')],
    ['mapped', () => link('x', '[::ffff:127.0.0.2]')],
    ['IPv6 loopback', () => link('x', '[::1]')],
    ['a name that leads to a private address', () => link('x', 'private.test')],
    ['a name that leads to metadata', () => link('x', 'metadata.test')],
    ['a name that leads to CGNAT', () => link('x', 'shared.test')],
    ['a name that leads to NAT64', () => link('x', 'translated.test')],
    ['a name that leads to a mapped address', () => link('x', 'mapped.test')],
    ['a name that leads to loopback', () => link('x', 'loopback.test')],
    ['a name with an inner address beside another', () => link('x', 'both.test')],
  ])('%s: is not reached', async (_what, url) => {
    answer = page('<title>Secret</title>');
    const message = await say(url());
    expect(await looked(new URL(url()).href)).toEqual({ found: null });
    expect([(await now(message.id)).preview, asked]).toEqual([undefined, []]);
  });

  it.each([
    [
      'a redirect inside',
      (response: http.ServerResponse) => response.writeHead(302, { location: link('in', 'private.test') }).end(),
    ],
    [
      'a redirect to loopback',
      (response: http.ServerResponse) => response.writeHead(307, { location: link('in', '127.0.0.2') }).end(),
    ],
    [
      'a redirect to a file',
      (response: http.ServerResponse) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    ],
    ['a circle', (response: http.ServerResponse) => response.writeHead(302, { location: '/circle' }).end()],
    [
      'an error',
      (response: http.ServerResponse) =>
        response.writeHead(500, { 'content-type': 'text/html' }).end('<title>Oops</title>'),
    ],
    [
      'an image',
      (response: http.ServerResponse) =>
        response.writeHead(200, { 'content-type': 'image/png' }).end('<title>No</title>'),
    ],
    [
      'a packed page',
      (response: http.ServerResponse) =>
        response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end('x'),
    ],
    [
      'a page that says nothing',
      (response: http.ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'),
    ],
    [
      'a page that says it after 256 KiB',
      (response: http.ServerResponse) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!--${'x'.repeat(256 * 1024)}--><title>Late</title>`),
    ],
    ['a broken answer', (response: http.ServerResponse) => void response.socket?.destroy()],
  ])('%s: is none', async (what, respond) => {
    answer = (_request, response) => void respond(response);
    const url = link(`none-${what.replaceAll(' ', '-')}`);
    const message = await say(url);
    expect(await looked(url)).toEqual({ found: null });
    expect((await now(message.id)).preview).toBeUndefined();
    expect(asked.every((one) => one.startsWith('page.test'))).toBe(true);
  });

  it('a page without end is read to its head, and no further', async () => {
    let written = 0;
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<title>Endless</title>');
      const more = () => {
        while (!response.destroyed && (written += 16_384) && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const message = await say(link('endless'));
    await previewed(message.id, { title: 'Endless' });
    expect(written).toBeLessThan(20 * 1024 * 1024);
  });

  it('a name that moves meanwhile leads nowhere else: it is asked for once', async () => {
    answer = page('<title>Pinned</title>');
    const message = await say(link('pinned', 'moving.test'));
    await previewed(message.id, { title: 'Pinned' });
    expect(resolved).toEqual(['moving.test']);
  });

  it('a page that is slow holds up no message, and none of another one', async () => {
    const waiting: http.ServerResponse[] = [];
    answer = (request, response) => {
      if (request.url === '/slow') waiting.push(response);
      else page('<title>Quick</title>')(request, response);
    };
    const slow = await say(link('slow', 'slow.test'));
    await expect.poll(() => waiting.length).toBe(1);
    const quick = await say(link('quick'));
    await previewed(quick.id, { title: 'Quick' });
    expect((await now(slow.id)).preview).toBeUndefined();
    page('<title>At last</title>')(new http.IncomingMessage(null as never), waiting[0] as http.ServerResponse);
    await previewed(slow.id, { title: 'At last' });
  });
});
