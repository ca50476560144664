import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase, type DisputeCase } from './testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const say = (user: TestUser, chatId: string, message: string) =>
  server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message });
const history = (user: TestUser, chatId: string) => server.rest(user.token, 'GET', `/api/chat/${chatId}/messages`);
const systemCodes = async (user: TestUser, chatId: string) =>
  (await history(user, chatId)).body.messages
    .filter((message: { sender_type: string }) => message.sender_type === 'system')
    .map((message: { system: { code: string } }) => message.system.code);

/** A step over one of the two doors: the answer's status and its dispute or error code. */
async function step(user: TestUser, disputeId: string, what: string, input: object = {}) {
  const { status, body } = await server.rest(user.token, 'POST', `/api/disputes/${disputeId}/${what}`, input);
  return { status, body };
}

describe('opening', () => {
  it('[DS1][DS5] a party opens a dispute: it is in its region’s queue, the chat is disputed, and everybody reads so', async () => {
    const { customer, provider, chatId } = await disputeCase(server);
    const lsm = await server.user('lsm', { region: customer.region });
    const elsewhere = await server.user('lsm', { region: 'elsewhere' });
    const answer = await server.rest(customer.user.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'Not finished',
      details: 'The sink leaks.',
      wished_outcome: 'Repair',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'open',
      reason: 'Not finished',
      opened_by: customer.user.id,
      lsm_id: null,
      lanes: [],
    });
    const summary = await server.rest(provider.token, 'GET', `/api/chat/${chatId}`);
    expect(summary.body).toMatchObject({ status: 'disputed', dispute: { id: answer.body.id, status: 'open' } });
    expect(await systemCodes(provider, chatId)).toEqual(['dispute_opened']);
    const queue = await server.rest(lsm.token, 'GET', '/api/disputes?status=open');
    expect(queue.body.disputes.map(({ id }: { id: string }) => id)).toContain(answer.body.id);
    expect((await server.rest(elsewhere.token, 'GET', `/api/disputes/${answer.body.id}`)).status).toBe(404);
  });

  it('[DS2] one dispute runs on a chat; an LSM opens none', async () => {
    const opened = await disputeCase(server).then((made) => made.open());
    const again = await server.rest(opened.provider.token, 'POST', `/api/chat/${opened.chatId}/disputes`, {
      reason: 'x',
    });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    await step(opened.lsm, opened.disputeId, 'join');
    const byLsm = await server.rest(opened.lsm.token, 'POST', `/api/chat/${opened.chatId}/disputes`, { reason: 'x' });
    expect([byLsm.status, byLsm.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('opening again and again', () => {
  it('[DS29] is bounded; what was refused for another reason costs nothing', async () => {
    const strict = await startTestServer({ LIMIT_DISPUTES: '2/day' });
    try {
      const { customer, provider, chatId } = await disputeCase(strict);
      const ask = (user: TestUser, chat = chatId) =>
        strict.rest(user.token, 'POST', `/api/chat/${chat}/disputes`, { reason: 'x' });
      for (let n = 0; n < 2; n++) {
        const { body } = await ask(customer.user);
        for (let again = 0; again < 3; again++) expect((await ask(customer.user)).status).toBe(409);
        await strict.rest(customer.user.token, 'POST', `/api/disputes/${body.id}/withdraw`, {});
      }
      const refused = await ask(customer.user);
      expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
      expect((await ask(customer.user, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
      expect((await ask(provider)).status).toBe(201);
    } finally {
      await strict.close();
    }
  });
});

describe('joining', () => {
  it('[DS3] of several LSMs who join at once one has the case, the others get conflict, and the same one again succeeds', async () => {
    const opened = await (await disputeCase(server)).open();
    const others = await Promise.all([1, 2, 3].map(() => server.user('lsm', { region: opened.region })));
    const answers = await Promise.all([opened.lsm, ...others].map((lsm) => step(lsm, opened.disputeId, 'join')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 200)?.body.lsm_id;
    const lsm = [opened.lsm, ...others].find(({ id }) => id === winner)!;
    expect((await step(lsm, opened.disputeId, 'join')).body).toMatchObject({ status: 'assigned', lsm_id: winner });
    expect(await systemCodes(opened.customer.user, opened.chatId)).toEqual(['dispute_opened', 'dispute_joined']);
  });

  it('[DS6] before it joins an LSM reads nothing of the chat; then its whole history, and it writes as lsm', async () => {
    const opened = await (await disputeCase(server)).open();
    for (const path of ['', '/messages', '/changes?since=0']) {
      expect((await server.rest(opened.lsm.token, 'GET', `/api/chat/${opened.chatId}${path}`)).status).toBe(404);
    }
    await step(opened.lsm, opened.disputeId, 'join');
    const { body } = await history(opened.lsm, opened.chatId);
    expect(body.messages[0].message).toBe('Hello');
    const said = await say(opened.lsm, opened.chatId, 'I am here.');
    expect(said.body).toMatchObject({ sender_type: 'lsm' });
    expect((await server.rest(opened.customer.user.token, 'GET', `/api/chat/${opened.chatId}`)).body.lsm_id).toBe(
      opened.lsm.id,
    );
  });
});

describe('the end', () => {
  it('[DS8][DS9] after it was resolved the LSM reads the chat as it was then, and writes nothing', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await joined();
    const before = await say(customer.user, chatId, 'Before the end');
    const resolved = await step(lsm, disputeId, 'resolve', { outcome: 'Refund', note: 'It leaks.' });
    expect(resolved.body).toMatchObject({ status: 'resolved', outcome: 'Refund', note: 'It leaks.', lsm_id: lsm.id });
    await say(provider, chatId, 'After the end');
    await server.rest(customer.user.token, 'PUT', `/api/chat/${chatId}/messages/${before.body.id}`, {
      message: 'Edited later',
    });
    const { body } = await history(lsm, chatId);
    expect(body.messages.map(({ message }: { message: string }) => message)).toContain('Before the end');
    expect(JSON.stringify(body)).not.toMatch(/After the end|Edited later/);
    expect(body.messages.at(-1).system.code).toBe('dispute_resolved');
    const synced = await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/changes?since=0`);
    expect(synced.body.messages.length).toBe(body.messages.length);
    expect(JSON.stringify(synced.body)).not.toMatch(/After the end|Edited later/);
    const summary = await server.rest(lsm.token, 'GET', `/api/chat/${chatId}`);
    expect(summary.body).toMatchObject({
      last_seq: body.messages.at(-1).seq,
      dispute: { id: disputeId, status: 'resolved' },
    });
    expect((await say(lsm, chatId, 'one more word')).status).toBe(403);
    expect((await server.rest(lsm.token, 'POST', `/api/chat/${chatId}/read`, {})).status).toBe(403);
    expect((await server.rest(provider.token, 'GET', `/api/chat/${chatId}`)).body).toMatchObject({
      status: 'open',
      lsm_id: null,
    });
  });

  it('[DS10] who released or lost the case reads nothing at once', async () => {
    const { lsm, chatId, disputeId, region } = await joined();
    const other = await server.user('lsm', { region });
    expect((await step(lsm, disputeId, 'hand-over', { lsm_id: other.id, note: 'Yours' })).body).toMatchObject({
      status: 'assigned',
    });
    expect((await history(lsm, chatId)).status).toBe(404);
    expect((await history(other, chatId)).status).toBe(200);
    await step(other, disputeId, 'release');
    expect((await history(other, chatId)).status).toBe(404);
  });

  it('[DS11] who opened it withdraws it, and nobody else', async () => {
    const { customer, provider, disputeId } = await joined();
    expect((await step(provider, disputeId, 'withdraw')).status).toBe(403);
    expect((await step(customer.user, disputeId, 'withdraw')).body).toMatchObject({ status: 'withdrawn' });
    expect((await step(customer.user, disputeId, 'withdraw')).status).toBe(200);
  });
});

async function joined(): Promise<Awaited<ReturnType<DisputeCase['open']>>> {
  const opened = await (await disputeCase(server)).open();
  await step(opened.lsm, opened.disputeId, 'join');
  return opened;
}
