import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.user('admin');
});
afterAll(() => server.close());

const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const get = (user: TestUser, path: string) => server.rest(user.token, 'GET', path);
const say = (user: TestUser, chatId: string, message: string) =>
  post(user, `/api/chat/${chatId}/messages`, { message });
const statusOf = async (user: TestUser, chatId: string) => (await get(user, `/api/chat/${chatId}/messages`)).status;
const textsOf = async (user: TestUser, chatId: string): Promise<string[]> =>
  (await get(user, `/api/chat/${chatId}/messages`)).body.messages.map(({ message }: { message: string }) => message);

async function joined() {
  const opened = await (await disputeCase(server)).open();
  await post(opened.lsm, `/api/disputes/${opened.disputeId}/join`);
  return opened;
}
async function remove(chatId: string, user: TestUser) {
  expect((await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${user.id}`)).status).toBe(204);
}
async function add(chatId: string, user: TestUser, role: 'customer' | 'provider') {
  const { status } = await post(admin, `/api/admin/chats/${chatId}/members`, { userId: user.id, role });
  expect(status).toBeLessThan(300);
}
async function laneOf(user: TestUser, disputeId: string, lane: string): Promise<string> {
  const { lanes } = (await get(user, `/api/disputes/${disputeId}`)).body;
  return lanes.find((one: { lane: string }) => one.lane === lane)?.chatId;
}
const accept = (user: TestUser, disputeId: string, offerId: string) =>
  post(user, `/api/disputes/${disputeId}/offers/${offerId}/accept`);

describe('a party that leaves during a dispute', () => {
  it('[ST7] takes its acceptance with it: another in its seat, or itself again, has to accept anew', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await joined();
    const { body } = await post(lsm, `/api/disputes/${disputeId}/offers`, { refund_percent: 50 });
    await accept(customer.user, disputeId, body.offer.id);
    const socket = await server.socket(provider.token);
    await socket.call('join_chat', { chatId });
    await remove(chatId, customer.user);
    await socket.event('message_updated', ({ id, offer }) => id === body.id && offer.accepted_by.length === 0);
    const next = await server.user('customer');
    await add(chatId, next, 'customer');
    const first = await accept(provider, disputeId, body.offer.id);
    expect(first.body).toMatchObject({ status: 'assigned', offer: { status: 'open', accepted_by: ['provider'] } });
    const second = await accept(next, disputeId, body.offer.id);
    expect(second.body).toMatchObject({ status: 'resolved', resolution: 'agreement' });
  });

  it('[ST7] an own offer of somebody who left binds nobody either', async () => {
    const { customer, provider, chatId, disputeId } = await joined();
    const { body } = await post(customer.user, `/api/disputes/${disputeId}/offers`, { refund_percent: 50 });
    await remove(chatId, customer.user);
    await add(chatId, customer.user, 'customer');
    expect((await accept(provider, disputeId, body.offer.id)).body.status).toBe('assigned');
    expect((await accept(customer.user, disputeId, body.offer.id)).body.status).toBe('resolved');
  });

  it('[ST7] an acceptance that somebody had left behind before that was so is withdrawn, one of who is still there stands', async () => {
    const disputes = await Promise.all([joined(), joined()]);
    const offers: string[] = [];
    for (const { lsm, customer, disputeId } of disputes) {
      const { body } = await post(lsm, `/api/disputes/${disputeId}/offers`, { refund_percent: 50 });
      await accept(customer.user, disputeId, body.offer.id);
      offers.push(body.id);
    }
    const [left, stays] = disputes;
    if (left === undefined || stays === undefined) throw new Error('there are two');
    await remove(left.chatId, left.customer.user);
    await add(left.chatId, await server.user('customer'), 'customer');
    // As it was then.
    const sql = `update messages set extra = jsonb_set(extra, '{offer,accepted_by}', '["customer"]') where id = $1`;
    await server.database.realtime.query(sql, [offers[0]]);
    const step = new URL('../../../migrations/0180_bounds_of_disputes.sql', import.meta.url);
    await server.database.realtime.query(readFileSync(step, 'utf8'), []);
    const acceptedIn = async ({ provider, disputeId }: typeof left) =>
      (await get(provider, `/api/disputes/${disputeId}`)).body.offer.accepted_by;
    expect([await acceptedIn(left), await acceptedIn(stays)]).toEqual([[], ['customer']]);
  });

  it('[LN6] reads nothing of its lane, and has it again, with all that was said, once it has its seat again', async () => {
    const { customer, lsm, chatId, disputeId } = await joined();
    const lane = await laneOf(customer.user, disputeId, 'customer');
    await say(customer.user, lane, 'Between us');
    await remove(chatId, customer.user);
    expect(await statusOf(customer.user, lane)).toBe(404);
    await say(lsm, lane, 'While you were away');
    const socket = await server.socket(customer.user.token);
    await add(chatId, customer.user, 'customer');
    await socket.event('dispute_updated', ({ lanes }) => lanes.length === 1);
    expect(await laneOf(customer.user, disputeId, 'customer')).toBe(lane);
    expect(await textsOf(customer.user, lane)).toEqual(expect.arrayContaining(['Between us', 'While you were away']));
    expect((await say(customer.user, lane, 'Here again')).status).toBe(201);
  });

  it('[LN7] another person in its seat gets a lane of its own, and nothing of the earlier one', async () => {
    const { customer, lsm, chatId, disputeId } = await joined();
    const lane = await laneOf(customer.user, disputeId, 'customer');
    await say(customer.user, lane, 'Between us');
    await remove(chatId, customer.user);
    const next = await server.user('customer');
    const socket = await server.socket(lsm.token);
    await add(chatId, next, 'customer');
    const fresh = await laneOf(next, disputeId, 'customer');
    expect(fresh).toEqual(expect.any(String));
    expect(fresh).not.toBe(lane);
    await socket.event('dispute_updated', ({ lanes }) => lanes.some((one: { chatId: string }) => one.chatId === fresh));
    expect(await statusOf(next, lane)).toBe(404);
    expect((await get(next, `/api/chat/${fresh}/messages`)).body.messages).toMatchObject([
      { system: { code: 'lane_opened' } },
    ]);
    expect(await laneOf(lsm, disputeId, 'customer')).toBe(fresh);
    expect((await say(lsm, fresh, 'Welcome')).status).toBe(201);
    expect((await say(next, fresh, 'Thank you')).status).toBe(201);
    expect(await textsOf(lsm, lane)).toContain('Between us');
    expect((await say(lsm, lane, 'To nobody')).status).toBe(409);
    await socket.event('dispute_updated', ({ answered_at }) => answered_at !== null);

    await remove(chatId, next);
    await add(chatId, customer.user, 'customer');
    expect(await laneOf(customer.user, disputeId, 'customer')).toBe(lane);
    expect((await say(customer.user, lane, 'It is me')).status).toBe(201);
    expect(await statusOf(customer.user, fresh)).toBe(404);
    expect(await laneOf(lsm, disputeId, 'customer')).toBe(lane);
  });

  it('[LN7] while nobody has the case too: the next one to join has a lane with who has the seat now', async () => {
    const { customer, lsm, chatId, disputeId } = await joined();
    const lane = await laneOf(customer.user, disputeId, 'customer');
    await post(lsm, `/api/disputes/${disputeId}/release`);
    await remove(chatId, customer.user);
    const next = await server.user('customer');
    await add(chatId, next, 'customer');
    await post(lsm, `/api/disputes/${disputeId}/join`);
    const fresh = await laneOf(next, disputeId, 'customer');
    expect([fresh === lane, await laneOf(lsm, disputeId, 'customer')]).toEqual([false, fresh]);
    expect(await statusOf(next, lane)).toBe(404);
    expect((await say(next, lane, 'Mine?')).status).toBe(404);
    expect((await say(lsm, lane, 'To nobody')).status).toBe(409);
    expect(await statusOf(lsm, lane)).toBe(200);
    expect((await say(next, fresh, 'Hello')).status).toBe(201);
  });
});
