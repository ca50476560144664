import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../../testing/test-server.js';
import { type Received, type Receiver, startReceiver } from './receiver.js';

export const SERVICE = 'the-host-of-the-tests-0123456789-abcdef';
export const SECRET = `whsec_${Buffer.from('the-secret-of-the-environment-01').toString('base64')}`;
export const FORMER = `whsec_${Buffer.from('the-secret-that-was-before-it-01').toString('base64')}`;

/** As REST gives it, for a test to look into. */
type OnWire = Awaited<ReturnType<TestServer['rest']>>['body'];

interface Running {
  readonly server: TestServer;
  /** The receiver of WEBHOOK_URL. */
  readonly host: Receiver;
  readonly admin: TestUser;
  readonly lsm: TestUser;
}

interface Parties {
  readonly customer: TestUser;
  readonly provider: TestUser;
}

/** What came of one chat. */
export const about = (at: Receiver, chatId: string, type: string): Received[] =>
  at.of(type).filter(({ body }) => body.data.chatId === chatId);

export async function arrived(at: Receiver, chatId: string, type: string, count = 1): Promise<void> {
  await expect.poll(() => about(at, chatId, type).length, { timeout: 8000 }).toBe(count);
}

/** What the webhooks have not come to yet. */
const AHEAD = `select f.id from feed f, feed_followers m where m.name like 'webhook%' and (f.xid, f.id) > (m.xid, m.id)`;

/** For the tests of a file: a server that tells a host platform, in every test with two people of its own. */
export function webhookWorld() {
  let running: Running | null = null;
  let parties: Parties | null = null;
  const receivers: Receiver[] = [];
  const endpoints: string[] = [];

  beforeAll(async () => {
    const host = await startReceiver();
    const server = await startTestServer({
      SERVICE_TOKEN: SERVICE,
      OUTGOING_ALLOW: '127.0.0.1',
      WEBHOOK_URL: host.url,
      WEBHOOK_SECRET: `${SECRET}, ${FORMER}`,
      WEBHOOK_TEXT: '1',
    });
    running = { server, host, admin: await server.user('admin'), lsm: await server.user('lsm') };
  });
  afterAll(async () => {
    await running?.server.close();
    running?.host.close();
  });
  beforeEach(async () => {
    const { server } = now();
    parties = { customer: await server.user('customer'), provider: await server.user('provider') };
  });
  afterEach(async () => {
    for (const id of endpoints.splice(0)) await call('DELETE', id);
    for (const receiver of receivers.splice(0)) receiver.close();
  });

  function now(): Running & Partial<Parties> {
    if (running === null) throw new Error('the server was not started');
    return { ...running, ...parties };
  }
  function party(role: keyof Parties): TestUser {
    if (parties === null) throw new Error('nobody is there yet');
    return parties[role];
  }

  /** A call of `/api/admin/webhooks`. */
  const call = (method: string, path: string, body?: unknown, token = now().admin.token) =>
    now().server.rest(token, method, `/api/admin/webhooks${path === '' ? '' : `/${path}`}`, body);

  return {
    get server() {
      return now().server;
    },
    get host() {
      return now().host;
    },
    get lsm() {
      return now().lsm;
    },
    get customer() {
      return party('customer');
    },
    get provider() {
      return party('provider');
    },
    call,
    async receiver(): Promise<Receiver> {
      const started = await startReceiver();
      receivers.push(started);
      return started;
    },
    /** Adds an endpoint, which is deleted after the test. What happened before is not told to it: it has gone by. */
    async endpoint(at: Pick<Receiver, 'url'>, more: object = {}): Promise<{ id: string; secret: string }> {
      await expect.poll(() => now().server.database.pooled.query(AHEAD), { timeout: 8000 }).toEqual([]);
      const { status, body } = await call('POST', '', { url: at.url, ...more });
      expect(status).toBe(201);
      endpoints.push(body.id);
      return body;
    },
    say: async (chatId: string, message: string, user = party('customer')): Promise<OnWire> =>
      (await now().server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message })).body,
    deliveries: async (id: string, query = ''): Promise<OnWire> =>
      (await call('GET', `${id}/deliveries${query}`)).body.deliveries,
    listed: async (id: string): Promise<OnWire> =>
      (await call('GET', '')).body.webhooks.find((one: { id: string }) => one.id === id),
    /** What waits for its next attempt is due now. */
    async makeDue(): Promise<void> {
      const { pooled } = now().server.database;
      await pooled.query('update webhook_endpoints set retry_at = null');
      await pooled.query('update webhook_deliveries set due_at = now() where state = 0');
      await pooled.query("update stm_chat_jobs._private_jobs set run_at = now() where key like 'webhooks:%'");
    },
  };
}
