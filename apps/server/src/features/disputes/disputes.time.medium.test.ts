import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { hostToken } from '../../testing/host-token.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { WAIT_MS } from '../../testing/wait.js';
import { DisputeDeadlines } from './dispute-deadlines.js';
import { disputeCase } from './testing/dispute-case.js';

const MINUTE = 60_000;
let offset = 0;
/** The machine's clock, moved on as a test likes. */
const clock: Clock = { now: () => Date.now() + offset, after: (ms, action) => systemClock.after(ms, action) };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ DISPUTE_ANSWER_TIME: '10m', DISPUTE_SETTLEMENT_TIME: '60m' }, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  offset = 0;
});

const check = (disputeId: string) => server.app.get(DisputeDeadlines, { strict: false }).check(disputeId);
const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const get = async (user: TestUser, disputeId: string) =>
  (await server.rest(user.token, 'GET', `/api/disputes/${disputeId}`)).body;
const noticesOf = async (user: TestUser) =>
  (await server.rest(user.token, 'GET', '/api/notifications')).body.notifications.flatMap(
    ({ type, dispute, read_at }: { type: string; dispute?: { code: string }; read_at: string | null }) =>
      dispute === undefined ? [] : [`${type} ${dispute.code}${read_at === null ? '' : ' read'}`],
  );

async function joined() {
  const opened = await (await disputeCase(server)).open();
  await post(opened.lsm, `/api/disputes/${opened.disputeId}/join`);
  return opened;
}

describe('deadlines', () => {
  it('[DS14] the case of an LSM that answers nobody in time goes back to the queue, and it reads nothing any more', async () => {
    const { lsm, customer, provider, chatId, disputeId } = await joined();
    offset = 9 * MINUTE;
    await check(disputeId);
    expect((await get(lsm, disputeId)).status).toBe('assigned');
    offset = 11 * MINUTE;
    await check(disputeId);
    expect(await get(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null, assigned_at: null });
    expect((await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`)).status).toBe(404);
    const { messages } = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages`)).body;
    expect(messages.at(-1).system.code).toBe('dispute_returned');
    const { access } = (await server.rest(customer.user.token, 'GET', `/api/disputes/${disputeId}/access`)).body;
    expect(access).toMatchObject([{ userId: lsm.id, ended: 'silent', reads_until: null }]);
  });

  it('[DS15] a word to a party, in the case or in its lane, is the answer; a note to staff is none', async () => {
    const { lsm, chatId, disputeId, customer } = await joined();
    const { lanes } = await get(lsm, disputeId);
    const laneOf = (name: string) => lanes.find(({ lane }: { lane: string }) => lane === name).chatId;
    await post(lsm, `/api/chat/${laneOf('staff')}/messages`, { message: 'Looks simple.' });
    await check(disputeId);
    expect((await get(lsm, disputeId)).answered_at).toBeNull();
    const socket = await server.socket(customer.user.token);
    await post(lsm, `/api/chat/${laneOf('customer')}/messages`, { message: 'What happened?' });
    await socket.event('dispute_updated', ({ answered_at, answer_by }) => answered_at !== null && answer_by === null);
    offset = 11 * MINUTE;
    await check(disputeId);
    expect((await get(lsm, disputeId)).status).toBe('assigned');
    expect((await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`)).status).toBe(200);
  });

  it('[DS15] is found, too, by a server of the previous build, which names a chat for each of its entries in the feed', async () => {
    const { lsm, customer, chatId, disputeId } = await joined();
    const asked = await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'Who is there?' });
    const { body: answer } = await post(lsm, `/api/chat/${chatId}/messages`, { message: 'I am.' });
    await expect.poll(async () => (await get(lsm, disputeId)).answered_at).not.toBeNull();
    await server.database.realtime.query('update disputes set answered_at = null where id = $1', [disputeId]);
    const seqs = [asked.body.seq, answer.seq];
    const found = await server.database.realtime.query(
      'select * from note_answers($1::uuid[], $2::bigint[], $2::bigint[])',
      [[chatId, chatId], seqs],
    );
    expect(found).toEqual([{ dispute_id: disputeId }]);
  });

  it('[DS14] who answered and then fell silent past the settlement’s deadline loses the case too', async () => {
    const { lsm, chatId, disputeId, customer } = await joined();
    await post(lsm, `/api/chat/${chatId}/messages`, { message: 'I am looking.' });
    offset = 61 * MINUTE;
    await check(disputeId);
    const after = await get(customer.user, disputeId);
    expect(after.status).toBe('open');
    expect(Date.parse(after.settle_by)).toBeGreaterThan(clock.now());
  });

  it('[DS14] the deadline is a job of the database: it comes by itself, also in a server that was not there when it was set', async () => {
    const quick = await startTestServer({ DISPUTE_ANSWER_TIME: '1s' });
    try {
      const { lsm, disputeId, customer } = await (await disputeCase(quick)).open();
      const socket = await quick.socket(customer.user.token);
      await quick.rest(lsm.token, 'POST', `/api/disputes/${disputeId}/join`, {});
      await vi.waitFor(() => expect(socket.all('dispute_updated').map(({ status }) => status)).toContain('assigned'), {
        timeout: 5000,
      });
      await vi.waitFor(
        async () => {
          const { body } = await quick.rest(customer.user.token, 'GET', `/api/disputes/${disputeId}`);
          expect(body).toMatchObject({ status: 'open', lsm_id: null });
        },
        { timeout: 15_000, interval: 200 },
      );
    } finally {
      await quick.close();
    }
  });

  it('[DS21] the queue is told of a new case until somebody takes it, the parties of every step, and each of a deadline before and after', async () => {
    const { lsm, customer, provider, disputeId, region } = await (await disputeCase(server)).open();
    const colleague = await server.user('lsm', { region });
    expect(await noticesOf(lsm)).toEqual(['dispute opened']);
    expect(await noticesOf(colleague)).toEqual([]);
    expect(await noticesOf(provider)).toEqual(['dispute opened_party']);
    offset = 8 * MINUTE;
    await check(disputeId);
    await check(disputeId);
    expect(await noticesOf(colleague)).toEqual(['deadline answer_due']);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    expect(await noticesOf(colleague)).toEqual(['deadline answer_due read']);
    expect(await noticesOf(lsm)).toEqual(['deadline answer_due read', 'dispute opened read']);
    expect((await noticesOf(customer.user))[0]).toBe('dispute joined');
    offset = 16 * MINUTE;
    await check(disputeId);
    expect((await noticesOf(lsm))[0]).toBe('deadline answer_due');
  });
});

describe('a case that nobody takes', () => {
  it('[DS24] its queue, the admins and once the parties are told again, and it stops by itself', async () => {
    const { lsm, customer, disputeId, region } = await (await disputeCase(server)).open();
    const admin = await server.user('admin');
    const elsewhere = await server.user('lsm', { region: `not ${region}` });
    for (const minutes of [11, 20, 21, 30, 50, 55, 59]) {
      offset = minutes * MINUTE;
      await check(disputeId);
    }
    const unclaimed = async (user: TestUser) =>
      (await noticesOf(user)).filter((notice: string) => notice === 'deadline unclaimed').length;
    expect(await Promise.all([lsm, admin, customer.user, elsewhere].map(unclaimed))).toEqual([3, 3, 1, 0]);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    expect(await unclaimed(lsm)).toBe(0);
  });
});

describe('reading afterwards', () => {
  it('[DS8] it ends after LSM_ACCESS_DAYS, for the chat and for the dispute', async () => {
    const { lsm, region, chatId, disputeId } = await joined();
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' });
    const token = await hostToken({ sub: lsm.id, role: 'lsm', region, name: 'LSM' }, '200d');
    const statuses = async () =>
      Promise.all(
        [
          `/api/chat/${chatId}`,
          `/api/chat/${chatId}/messages`,
          `/api/chat/${chatId}/changes?since=0`,
          `/api/disputes/${disputeId}`,
        ].map(async (path) => (await server.rest(token, 'GET', path)).status),
      );
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    offset = 91 * 24 * 60 * MINUTE;
    expect(await statuses()).toEqual([404, 404, 404, 404]);
  });
});

describe('what is recorded', () => {
  it('[DS16][DS17] what an LSM was given to read is noted per chat and hour, and the parties see it', async () => {
    const { lsm, customer, provider, chatId, disputeId } = await joined();
    for (let n = 0; n < 5; n++) await post(provider, `/api/chat/${chatId}/messages`, { message: `More ${n}` });
    await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages?after=3&limit=2`);
    const readsOf = async (user: TestUser) =>
      (await server.rest(user.token, 'GET', `/api/disputes/${disputeId}/access`)).body.reads;
    expect(await readsOf(customer.user)).toMatchObject([
      { userId: lsm.id, chatId, lane: null, from_seq: 4, to_seq: 5 },
    ]);
    const hour = Date.parse((await readsOf(customer.user))[0].hour);
    expect(hour % (60 * MINUTE)).toBe(0);
    await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/changes?since=0`);
    expect(await readsOf(provider)).toMatchObject([{ from_seq: 1, to_seq: 8 }]);
    // Live: who has the chat open reads what arrives.
    const socket = await server.socket(lsm.token);
    await socket.call('join_chat', { chatId });
    await post(provider, `/api/chat/${chatId}/messages`, { message: 'Live' });
    await socket.event('new_message', ({ message }) => message === 'Live');
    // It is noted before it is told: there is nothing to wait for.
    expect(await readsOf(provider)).toMatchObject([{ from_seq: 1, to_seq: 9 }]);
    offset = 61 * MINUTE;
    await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`);
    expect(await readsOf(provider)).toHaveLength(2);
  });

  it('[DS17] the parties see which LSM had access, when and why; notes between LSMs are for LSMs', async () => {
    const { lsm, customer, disputeId, region } = await joined();
    const next = await server.user('lsm', { region });
    await post(lsm, `/api/disputes/${disputeId}/hand-over`, { lsm_id: next.id, note: 'The customer is difficult.' });
    const seenBy = async (user: TestUser) =>
      (await server.rest(user.token, 'GET', `/api/disputes/${disputeId}/access`)).body.access;
    expect(await seenBy(customer.user)).toMatchObject([
      { userId: lsm.id, began: 'joined', ended: 'handed_over', note: null },
      { userId: next.id, began: 'handed_over', ended: null, until: null, note: null },
    ]);
    expect((await seenBy(next))[0].note).toBe('The customer is difficult.');
  });
});

describe('while it runs', () => {
  it('[DS7][ED4] edits and deletions are refused with the reason; the LSM alone sees what was said before', async () => {
    const made = await disputeCase(server);
    const { customer, provider, lsm, chatId } = made;
    const kept = (await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'I will pay' })).body;
    await server.rest(customer.user.token, 'PUT', `/api/chat/${chatId}/messages/${kept.id}`, {
      message: 'I never said I pay',
    });
    const gone = (await post(provider, `/api/chat/${chatId}/messages`, { message: 'Send me cash' })).body;
    await server.rest(provider.token, 'DELETE', `/api/chat/${chatId}/messages/${gone.id}`);
    const { disputeId } = await made.open();
    const path = (id: string) => `/api/chat/${chatId}/messages/${id}`;
    const edit = await server.rest(customer.user.token, 'PUT', path(kept.id), { message: 'Again' });
    const removal = await server.rest(customer.user.token, 'DELETE', path(kept.id));
    for (const { status, body } of [edit, removal]) {
      expect([status, body.code, body.detail]).toEqual([
        403,
        'forbidden',
        'While a dispute runs, what was said stays.',
      ]);
    }
    const versions = async (user: TestUser, id: string) => server.rest(user.token, 'GET', `${path(id)}/versions`);
    expect((await versions(lsm, kept.id)).status).toBe(404);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    const told = (await versions(lsm, kept.id)).body.versions;
    expect(told).toMatchObject([
      { message: 'I will pay', ended: 'edited' },
      { message: 'I never said I pay', ended: null, until: null },
    ]);
    expect((await versions(lsm, gone.id)).body.versions).toMatchObject([{ message: 'Send me cash', ended: 'deleted' }]);
    expect((await versions(customer.user, kept.id)).body.code).toBe('forbidden');
    expect((await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' })).body.code).toBeUndefined();
    const again = await server.rest(customer.user.token, 'PUT', path(kept.id), { message: 'Free again' });
    expect([again.status, again.body.detail]).toEqual([200, undefined]);
    expect(JSON.stringify((await versions(lsm, kept.id)).body)).not.toContain('Free again');
  });

  it('[DS10] an administrator who takes the LSM’s seat sends the case back to the queue', async () => {
    const { lsm, chatId, disputeId, customer } = await joined();
    const admin = await server.user('admin');
    const { lanes } = await get(lsm, disputeId);
    const socket = await server.socket(lsm.token);
    for (const chat of [chatId, lanes[0].chatId]) await socket.call('join_chat', { chatId: chat });
    expect((await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${lsm.id}`)).status).toBe(204);
    await socket.event('left_chat', (left) => left.chatId === chatId);
    await socket.event('left_chat', (left) => left.chatId === lanes[0].chatId);
    await vi.waitFor(
      async () => expect(await get(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null }),
      WAIT_MS,
    );
    for (const chat of [chatId, ...lanes.map((lane: { chatId: string }) => lane.chatId)]) {
      expect((await server.rest(lsm.token, 'GET', `/api/chat/${chat}`)).status).toBe(404);
    }
  });

  it('[DS28] the case of an LSM who is disabled, or no LSM any more, goes back to the queue', async () => {
    const admin = await server.user('admin');
    for (const change of [{ disabled: true }, { role: 'customer' }]) {
      const { lsm, customer, disputeId, chatId } = await joined();
      await post(lsm, `/api/chat/${chatId}/messages`, { message: 'I am looking.' });
      const put = await server.rest(admin.token, 'PUT', `/api/admin/users/${lsm.id}`, change);
      expect(put.status).toBe(200);
      await vi.waitFor(
        async () => expect(await get(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null }),
        WAIT_MS,
      );
    }
    // Another name changes nothing.
    const { lsm, customer, disputeId } = await joined();
    await server.rest(admin.token, 'PUT', `/api/admin/users/${lsm.id}`, { name: 'Renamed' });
    await check(disputeId);
    expect((await get(customer.user, disputeId)).status).toBe('assigned');
  });
});
