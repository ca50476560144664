import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostToken } from '../../testing/host-token.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { WAIT_MS } from '../../testing/wait.js';
import { webm } from '../attachments/testing/sounds.js';
import { readyUpload } from '../attachments/testing/tus.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.user('admin');
});
afterAll(() => server.close());

const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
/** A step that has to succeed. */
async function take(user: TestUser, path: string, body: object = {}) {
  const answer = await post(user, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const statusOf = async (user: TestUser, path: string) => (await server.rest(user.token, 'GET', path)).status;
const disputeOf = async (user: TestUser, id: string) =>
  (await server.rest(user.token, 'GET', `/api/disputes/${id}`)).body;

async function joined() {
  const opened = await (await disputeCase(server)).open();
  const { lanes } = await take(opened.lsm, `/api/disputes/${opened.disputeId}/join`);
  return { ...opened, lanes: lanes.map(({ chatId }: { chatId: string }) => chatId) as string[] };
}

describe('an LSM that an administrator gave a seat before there was a dispute', () => {
  it('[DS30] loses it when one is opened: it reads nothing more, live or asked for, and who has the seat joins the case', async () => {
    const made = await disputeCase(server);
    const { customer, chatId } = made;
    const seated = await server.user('lsm', { region: 'somewhere else' });
    await take(admin, `/api/admin/chats/${chatId}/members`, { userId: seated.id, role: 'lsm' });
    const socket = await server.socket(seated.token);
    await socket.call('join_chat', { chatId });
    const { disputeId } = await made.open();
    await socket.event('left_chat', (left) => left.chatId === chatId);
    expect(await statusOf(seated, `/api/chat/${chatId}/messages`)).toBe(404);
    expect((await post(seated, `/api/chat/${chatId}/messages`, { message: 'I decide' })).status).toBe(404);
    await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'Not for it' });
    expect(JSON.stringify(socket.events)).not.toContain('Not for it');
    const { messages } = (await server.rest(customer.user.token, 'GET', `/api/chat/${chatId}/messages`)).body;
    expect(messages.flatMap(({ system }: { system?: object }) => system ?? [])).toMatchObject([
      { code: 'member_added' },
      { code: 'member_removed', params: { role: 'lsm', user_id: seated.id } },
      { code: 'dispute_opened', params: { role: 'customer' } },
    ]);
    expect(await disputeOf(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null });
  });
});

describe('an LSM of several disputes of one chat', () => {
  async function twoDisputes() {
    const first = await joined();
    await take(first.lsm, `/api/disputes/${first.disputeId}/resolve`, { outcome: 'Refund' });
    const again = await take(first.provider, `/api/chat/${first.chatId}/disputes`, { reason: 'Not paid' });
    const second: string = again.id;
    await take(first.lsm, `/api/disputes/${second}/join`);
    return { ...first, second };
  }

  it('[DS31] sees those that it settled before while it has a later one', async () => {
    const { lsm, disputeId, lanes } = await twoDisputes();
    expect(await disputeOf(lsm, disputeId)).toMatchObject({ status: 'resolved', outcome: 'Refund' });
    for (const lane of lanes) expect(await statusOf(lsm, `/api/chat/${lane}/messages`)).toBe(200);
    const listed = (await server.rest(lsm.token, 'GET', '/api/disputes')).body.disputes;
    expect(listed.map(({ status }: { status: string }) => status)).toEqual(['assigned', 'resolved']);
  });

  it.each(['release', 'removal'])('[DS31][DS10] reads nothing of the chat and its lanes after its %s', async (how) => {
    const { lsm, chatId, disputeId, second, lanes } = await twoDisputes();
    if (how === 'release') await take(lsm, `/api/disputes/${second}/release`);
    else await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${lsm.id}`);
    for (const chat of [chatId, ...lanes]) expect(await statusOf(lsm, `/api/chat/${chat}/messages`)).toBe(404);
    for (const path of ['', '/access', '/evidence'])
      expect(await statusOf(lsm, `/api/disputes/${disputeId}${path}`)).toBe(404);
  });
});

describe('an LSM whose case has ended', () => {
  it('[DS8] reads what was pinned, heard and previewed as it was then, whatever came of it since', async () => {
    const { lsm, customer, provider, chatId, disputeId } = await joined();
    const { user } = customer;
    const say = (body: object) => take(user, `/api/chat/${chatId}/messages`, body);
    const preview = (seq: number, written: string) =>
      server.database.realtime.query('select set_link_preview($1::uuid, $2::bigint, $3::jsonb)', [
        ...[chatId, seq],
        JSON.stringify({ written, url: written, site: 'a.example', title: 'A page' }),
      ]);
    const put = async (who: TestUser, method: string, path: string, body?: object) => {
      const answer = await server.rest(who.token, method, `/api/chat/${chatId}/messages/${path}`, body);
      expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(200);
    };
    const sound = { name: 'a.webm', type: 'audio/webm', bytes: webm(2000) };
    const file = await readyUpload(server, user, chatId, sound);
    const voice = await say({ message: '', message_type: 'voice', attachment_ids: [file] });
    const [pinned, other] = [await say({ message: 'pinned' }), await say({ message: 'not yet' })];
    const [linked, plain] = [
      await say({ message: 'https://a.example/1' }),
      await say({ message: 'https://a.example/2' }),
    ];
    await put(lsm, 'PUT', `${voice.id}/played`);
    await put(provider, 'PUT', `${pinned.id}/pin`, { pinned: true });
    await preview(linked.seq, 'https://a.example/1');
    await take(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' });
    const read = async () => (await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages;
    const caughtUp = async () =>
      (await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/changes?since=0`)).body.messages;
    const [before, changes] = [await read(), await caughtUp()];
    expect(JSON.stringify(before)).toContain('"played_by"');
    expect(JSON.stringify(before)).toContain('"pinned":{');
    expect(JSON.stringify(before)).toContain('A page');

    await put(provider, 'PUT', `${voice.id}/played`);
    await put(user, 'PUT', `${pinned.id}/pin`, { pinned: false });
    await put(user, 'PUT', `${other.id}/pin`, { pinned: true });
    await put(user, 'DELETE', `${linked.id}/preview`);
    await preview(plain.seq, 'https://a.example/2');
    const now = (await server.rest(user.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages;
    expect(now).not.toEqual(before);
    // What changed since counts as changed at the end.
    const bySeq = (messages: { seq: number; revision: number }[]) =>
      messages.toSorted((a, b) => a.seq - b.seq).map(({ revision: _, ...message }) => message);
    expect(bySeq(await read())).toEqual(bySeq(before));
    expect(bySeq(await caughtUp())).toEqual(bySeq(changes));
  });
});

it('[LN3] an LSM who released a case takes its own data without the id of a lane', async () => {
  const { lsm, chatId, disputeId, lanes } = await joined();
  for (const chat of [chatId, ...lanes]) {
    const put = await server.rest(lsm.token, 'PUT', `/api/chat/${chat}/prefs`, { draft: 'To be said' });
    expect(put.status).toBe(200);
  }
  const own = async () => JSON.stringify((await server.rest(lsm.token, 'GET', '/api/me/export')).body);
  for (const lane of lanes) expect(await own()).toContain(lane);
  await take(lsm, `/api/disputes/${disputeId}/release`);
  const after = await own();
  for (const lane of lanes) expect(after).not.toContain(lane);
  expect(after).toContain('To be said');
});

describe('who was an LSM', () => {
  it('[DS28] and is none any more reads nothing of the cases that it settled', async () => {
    const { lsm, chatId, disputeId, lanes } = await joined();
    await take(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' });
    expect(await statusOf(lsm, `/api/chat/${chatId}/messages`)).toBe(200);
    const user = { ...lsm, token: await hostToken({ sub: lsm.id, role: 'provider', name: 'Now a provider' }) };
    for (const chat of [chatId, ...lanes]) expect(await statusOf(user, `/api/chat/${chat}/messages`)).toBe(404);
    for (const path of ['', '/access', '/evidence'])
      expect(await statusOf(user, `/api/disputes/${disputeId}${path}`)).toBe(404);
  });

  it('[DS28] and is moved to another region has its case go back to the queue of the case’s', async () => {
    const { lsm, customer, chatId, disputeId } = await joined();
    // Its token says the region: the next one says another.
    const token = await hostToken({ sub: lsm.id, role: 'lsm', name: 'Moved', region: 'somewhere else' });
    const moved = { ...lsm, token };
    await statusOf(moved, '/api/auth/me');
    await vi.waitFor(
      async () => expect(await disputeOf(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null }),
      WAIT_MS,
    );
    expect(await statusOf(moved, `/api/chat/${chatId}/messages`)).toBe(404);
    expect(await statusOf(moved, `/api/disputes/${disputeId}`)).toBe(404);
  });

  it('[DS28] loses its case by a job of the same commit, should the server fall right after it', async () => {
    const { lsm, customer, disputeId } = await joined();
    // As it is when the server that changed the user tells nobody of it.
    await server.database.realtime.query(`update users set role = 'customer' where id = $1`, [lsm.id]);
    await vi.waitFor(
      async () => expect(await disputeOf(customer.user, disputeId)).toMatchObject({ status: 'open', lsm_id: null }),
      { timeout: 10_000 },
    );
  });
});
