import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const get = async (user: TestUser, path: string) => (await server.rest(user.token, 'GET', path)).body;

describe('messages that whoever opens a dispute points to', () => {
  it('[DS25] are kept in the order of the chat, each once, for the members of the chat alone', async () => {
    const { customer, provider, lsm, chatId } = await disputeCase(server);
    const admin = await server.user('admin');
    for (const message of ['Two', 'Three', 'Four']) await post(provider, `/api/chat/${chatId}/messages`, { message });
    const socket = await server.socket(customer.user.token);
    const opened = await socket.call('open_dispute', { chatId, reason: 'Not finished', evidence: [4, 2, 4] });
    expect(opened.dispute.evidence).toEqual([2, 4]);
    const path = `/api/disputes/${opened.dispute.id}`;
    expect((await get(provider, path)).evidence).toEqual([2, 4]);
    for (const outsider of [lsm, admin]) expect((await get(outsider, path)).evidence).toEqual([]);
    expect((await post(lsm, `${path}/join`)).body.evidence).toEqual([2, 4]);
    const quoted = await get(lsm, `/api/chat/${chatId}/messages?after=3&limit=1`);
    expect(quoted.messages.map(({ message }: { message: string }) => message)).toEqual(['Four']);
  });

  it('[DS25] have to be of this chat, of people, not deleted, and no more than 20; a refusal names the field and opens nothing', async () => {
    const { customer, provider, chatId } = await disputeCase(server);
    const gone = (await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'Gone' })).body;
    await server.rest(customer.user.token, 'DELETE', `/api/chat/${chatId}/messages/${gone.id}`);
    const admin = await server.user('admin');
    await post(admin, `/api/admin/chats/${chatId}/close`);
    const socket = await server.socket(provider.token);
    const system = (await get(provider, `/api/chat/${chatId}`)).last_seq;
    const wrong = [
      [gone.seq],
      [system],
      [1, 999],
      [0],
      [-1],
      [1.5],
      ['1'],
      [null],
      [9_007_199_254_740_991],
      Array.from({ length: 21 }, () => 1),
      1,
      {},
    ];
    for (const evidence of wrong) {
      const rest = await post(provider, `/api/chat/${chatId}/disputes`, { reason: 'x', evidence });
      expect([evidence, rest.status, rest.body.code]).toEqual([evidence, 400, 'invalid_payload']);
      expect(rest.body.detail).toContain('evidence');
      const live = await socket.call('open_dispute', { chatId, reason: 'x', evidence });
      expect(live.error.code).toBe('invalid_payload');
    }
    expect((await post(provider, `/api/chat/${chatId}/disputes`, { reason: 'x', evidence: [] })).status).toBe(201);
  });
});

describe('what was edited or deleted', () => {
  it('[DS26] is listed for the LSM of the dispute page by page, as it was at the end afterwards, and recorded as read', async () => {
    const made = await disputeCase(server);
    const { customer, provider, lsm, chatId } = made;
    const messages = `/api/chat/${chatId}/messages`;
    for (let n = 0; n < 5; n++) {
      const { id } = (await post(customer.user, messages, { message: `Before ${n}` })).body;
      await server.rest(customer.user.token, 'PUT', `${messages}/${id}`, { message: `After ${n}` });
      if (n === 4) await server.rest(customer.user.token, 'DELETE', `${messages}/${id}`);
    }
    const kept = (await post(provider, messages, { message: 'Not changed' })).body;
    const path = `/api/chat/${chatId}/changed-messages`;
    const { disputeId } = await made.open();
    expect((await server.rest(lsm.token, 'GET', path)).status).toBe(404);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    for (const party of [customer.user, provider]) {
      expect((await server.rest(party.token, 'GET', path)).body.code).toBe('forbidden');
    }
    const seen: number[] = [];
    for (let before = ''; ;) {
      const page = await get(lsm, `${path}?limit=2${before}`);
      seen.push(...page.messages.map(({ seq }: { seq: number }) => seq));
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2]);
    const { reads } = await get(provider, `/api/disputes/${disputeId}/access`);
    expect(reads).toMatchObject([{ userId: lsm.id, from_seq: 2, to_seq: 6 }]);
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Done' });
    await server.rest(provider.token, 'PUT', `${messages}/${kept.id}`, { message: 'Changed later' });
    const after = await get(lsm, path);
    expect(after.messages.map(({ seq }: { seq: number }) => seq)).toEqual([6, 5, 4, 3, 2]);
    expect((await server.rest(lsm.token, 'GET', `${path}?before=x`)).body.code).toBe('invalid_payload');
  });
});

describe('who had a seat', () => {
  it('[DS27] is named in the summary, for the parties and for the LSM of a later dispute', async () => {
    const { customer, provider, lsm, chatId, disputeId, region } = await (await disputeCase(server)).open();
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await post(lsm, `/api/chat/${chatId}/messages`, { message: 'I decide.' });
    expect((await get(provider, `/api/chat/${chatId}`)).former_members).toBeUndefined();
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Done' });
    const former = [{ userId: lsm.id, role: 'lsm', name: `lsm ${lsm.id}` }];
    expect((await get(customer.user, `/api/chat/${chatId}`)).former_members).toEqual(former);
    const { chats } = await get(customer.user, '/api/chat');
    expect(chats[0].former_members).toEqual(former);
    const second = await post(provider, `/api/chat/${chatId}/disputes`, { reason: 'Again' });
    const next = await server.user('lsm', { region });
    await post(next, `/api/disputes/${second.body.id}/join`);
    expect((await get(next, `/api/chat/${chatId}`)).former_members).toEqual(former);
    // Who reads up to the end of the first one learns nothing of the second one's LSM.
    const bounded = await get(lsm, `/api/chat/${chatId}`);
    expect(bounded).toMatchObject({ lsm_id: null, former_members: former });
    expect(JSON.stringify(bounded)).not.toContain(`lsm ${next.id}`);
    expect(JSON.stringify(await get(lsm, `/api/chat/${chatId}/changes?since=0`))).not.toContain(`lsm ${next.id}`);
  });
});
