import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { WAIT_MS } from '../../testing/wait.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const list = async (user: TestUser, query = '') => (await server.rest(user.token, 'GET', `/api/disputes${query}`)).body;
const idsOf = (page: { disputes: { id: string }[] }) => page.disputes.map(({ id }) => id);

describe('lists', () => {
  it('[DS22][CM9] a queue is listed by urgency, page by page, each dispute once; what ended comes behind', async () => {
    const region = 'list-region';
    const lsm = await server.user('lsm', { region });
    const provider = await server.user('provider');
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const customer = await server.user('customer', { region });
      const chatId = await server.chat(customer, provider);
      ids.push((await post(customer, `/api/chat/${chatId}/disputes`, { reason: `Reason ${n}` })).body.id);
    }
    expect(idsOf(await list(lsm))).toEqual(ids);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await list(lsm, `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...idsOf(page));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(ids);
    await post(lsm, `/api/disputes/${ids[0]}/join`);
    await post(lsm, `/api/disputes/${ids[0]}/resolve`, { outcome: 'Done' });
    expect(idsOf(await list(lsm))).toEqual([...ids.slice(1), ids[0]]);
    expect(idsOf(await list(lsm, '?status=resolved'))).toEqual([ids[0]]);
    expect(idsOf(await list(provider, '?status=open'))).toEqual(ids.slice(1));
    expect((await server.rest(lsm.token, 'GET', '/api/disputes?cursor=nonsense')).status).toBe(400);
  });

  it('[DS5] without a region of the customer the dispute is in the queue of every LSM, with the job and without the chat', async () => {
    const [customer, provider, lsm] = await Promise.all([
      server.user('customer'),
      server.user('provider'),
      server.user('lsm', { region: 'far' }),
    ]);
    const chat = await post(customer, '/api/chat', {
      job_id: 'no-region',
      subject: 'Secret subject',
      provider_id: provider.id,
      job: { title: 'Sink', price: 90, currency: 'EUR' },
    });
    await post(customer, `/api/chat/${chat.body.id}/messages`, { message: 'Secret message' });
    const opened = await post(customer, `/api/chat/${chat.body.id}/disputes`, { reason: 'Leaks' });
    const queue = await list(lsm, '?status=open');
    const mine = queue.disputes.find(({ id }: { id: string }) => id === opened.body.id);
    expect(mine).toMatchObject({ reason: 'Leaks', job: { title: 'Sink' }, region: null, offer: null, lanes: [] });
    expect(JSON.stringify(queue)).not.toMatch(/Secret/);
  });

  it('[DS23][AD11] an admin sees disputes, and never a chat', async () => {
    const admin = await server.user('admin');
    const { disputeId, chatId } = await (await disputeCase(server)).open();
    expect(idsOf(await list(admin, '?status=open'))).toContain(disputeId);
    expect((await server.rest(admin.token, 'GET', `/api/disputes/${disputeId}`)).status).toBe(200);
    expect((await server.rest(admin.token, 'GET', `/api/chat/${chatId}/messages`)).status).toBe(404);
  });
});

describe('live', () => {
  it('[DS18] those who may see a dispute are told as it is now, and the rest of its queue that it is gone', async () => {
    const made = await disputeCase(server);
    const colleague = await server.user('lsm', { region: made.region });
    const [ofLsm, ofColleague, ofProvider] = await Promise.all(
      [made.lsm, colleague, made.provider].map((user) => server.socket(user.token)),
    );
    const { disputeId, lsm } = await made.open();
    for (const socket of [ofLsm, ofColleague, ofProvider]) {
      await socket!.event('dispute_updated', ({ id, status }) => id === disputeId && status === 'open');
    }
    expect(await ofLsm!.call('join_dispute', { disputeId })).toMatchObject({
      ok: true,
      dispute: { status: 'assigned', lsm_id: lsm.id },
    });
    await ofColleague!.event('dispute_removed', (gone) => gone.disputeId === disputeId);
    await ofProvider!.event('dispute_updated', ({ status }) => status === 'assigned');
    await ofProvider!.event(
      'chat_updated',
      ({ dispute, lsm_id }) => dispute?.status === 'assigned' && lsm_id === lsm.id,
    );
    await ofLsm!.call('release_dispute', { disputeId });
    await ofColleague!.event(
      'dispute_updated',
      ({ id, status, region }) => id === disputeId && status === 'open' && region === made.region,
    );
  });

  it('[DS12][DS13] a decision has an outcome and a reason; every step is a message that says it in a code and in words', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await (await disputeCase(server)).open('Broken');
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Half back', note: 'Half was done.' });
    const { messages } = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages`)).body;
    const said = messages.filter(({ sender_type }: { sender_type: string }) => sender_type === 'system');
    expect(said.map(({ system, message }: { system: object; message: string }) => [system, message])).toEqual([
      [
        { code: 'dispute_opened', params: { role: 'customer', reason: 'Broken', user_id: customer.user.id } },
        'The customer opened a dispute: Broken',
      ],
      [
        { code: 'dispute_joined', params: { user_id: lsm.id } },
        'A local service manager joined, and reads the whole chat.',
      ],
      [
        {
          code: 'dispute_resolved',
          params: { resolution: 'decision', outcome: 'Half back', note: 'Half was done.', user_id: lsm.id },
        },
        'The local service manager settled the dispute: Half back – Half was done.',
      ],
    ]);
    const after = await post(provider, `/api/chat/${chatId}/messages`, { message: 'Fine' });
    expect(after.status).toBe(201);
    expect((await post(customer.user, `/api/chat/${chatId}/disputes`, { reason: 'Again' })).status).toBe(201);
  });

  it('[DS13] a step says by id who left, who was removed and who took over from whom, and nobody by name', async () => {
    const { customer, lsm, region, chatId, disputeId } = await (await disputeCase(server)).open();
    const [colleague, admin] = [await server.user('lsm', { region }), await server.user('admin')];
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await post(lsm, `/api/disputes/${disputeId}/hand-over`, { lsm_id: colleague.id });
    await post(colleague, `/api/disputes/${disputeId}/release`);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${lsm.id}`);
    await vi.waitFor(async () => {
      const { messages } = (await server.rest(customer.user.token, 'GET', `/api/chat/${chatId}/messages`)).body;
      const steps = messages
        .flatMap(({ system }: { system?: { code: string; params: object } }) => system ?? [])
        .slice(1);
      expect(steps).toEqual([
        { code: 'dispute_joined', params: { user_id: lsm.id } },
        { code: 'dispute_handed_over', params: { user_id: colleague.id, from_user_id: lsm.id } },
        { code: 'dispute_released', params: { user_id: colleague.id } },
        { code: 'dispute_joined', params: { user_id: lsm.id } },
        { code: 'member_removed', params: { role: 'lsm', user_id: lsm.id } },
        { code: 'dispute_released', params: { user_id: lsm.id } },
      ]);
    }, WAIT_MS);
  });

  it('[DS12][CH7] a closed chat can be disputed, and is closed again at the end', async () => {
    const admin = await server.user('admin');
    const made = await disputeCase(server);
    await post(admin, `/api/admin/chats/${made.chatId}/close`);
    const { disputeId, customer, chatId } = await made.open();
    expect((await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'I can write' })).status).toBe(201);
    await post(customer.user, `/api/disputes/${disputeId}/withdraw`);
    expect((await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'No more' })).body.code).toBe(
      'chat_closed',
    );
  });
});

describe('lanes', () => {
  it('[LN4] all three are made when the LSM joins, shown in their case and not in the list of chats, and closed at the end', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await (await disputeCase(server)).open();
    const ofCustomer = await server.socket(customer.user.token);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    const seenBy = async (user: TestUser) =>
      (await server.rest(user.token, 'GET', `/api/disputes/${disputeId}`)).body.lanes as {
        lane: string;
        chatId: string;
      }[];
    expect((await seenBy(lsm)).map(({ lane }) => lane)).toEqual(['customer', 'provider', 'staff']);
    expect((await seenBy(customer.user)).map(({ lane }) => lane)).toEqual(['customer']);
    expect((await seenBy(provider)).map(({ lane }) => lane)).toEqual(['provider']);
    const lane = (await seenBy(customer.user))[0]!.chatId;
    await ofCustomer.event(
      'chat_updated',
      ({ id, parent_id, lane: of }) => id === lane && parent_id === chatId && of === 'customer',
    );
    expect((await post(lsm, `/api/chat/${lane}/messages`, { message: 'Between us' })).status).toBe(201);
    const edited = (await post(customer.user, `/api/chat/${lane}/messages`, { message: 'Said' })).body;
    const frozen = await server.rest(customer.user.token, 'PUT', `/api/chat/${lane}/messages/${edited.id}`, {
      message: 'Other',
    });
    expect(frozen.body.code).toBe('forbidden');
    for (const user of [lsm, customer.user]) {
      const { chats } = (await server.rest(user.token, 'GET', '/api/chat')).body;
      expect(chats.map(({ id }: { id: string }) => id)).toEqual([chatId]);
    }
    expect((await post(customer.user, `/api/chat/${lane}/disputes`, { reason: 'In here' })).body.code).toBe(
      'forbidden',
    );
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Done' });
    expect((await post(customer.user, `/api/chat/${lane}/messages`, { message: 'Late' })).body.code).toBe(
      'chat_closed',
    );
    expect((await server.rest(customer.user.token, 'GET', `/api/chat/${lane}/messages`)).status).toBe(200);
    expect((await post(lsm, `/api/chat/${lane}/messages`, { message: 'Late' })).body.code).toBe('forbidden');
  });

  it('[LN5] each says that it is opened, that another LSM took over, and that it is closed, live and to who reads on', async () => {
    const { customer, lsm, region, disputeId } = await (await disputeCase(server)).open();
    const colleague = await server.user('lsm', { region });
    const { lanes } = (await post(lsm, `/api/disputes/${disputeId}/join`)).body as {
      lanes: { lane: string; chatId: string }[];
    };
    const of = (name: string) => lanes.find(({ lane }) => lane === name)?.chatId;
    const lane = of('customer');
    const socket = await server.socket(customer.user.token);
    await socket.call('join_chat', { chatId: lane });
    await post(lsm, `/api/disputes/${disputeId}/release`);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await post(lsm, `/api/disputes/${disputeId}/hand-over`, { lsm_id: colleague.id });
    await post(colleague, `/api/disputes/${disputeId}/resolve`, { outcome: 'Done' });
    await socket.event('new_message', ({ chatId, seq }) => chatId === lane && seq === 5);
    const codes = ['lane_opened', 'lane_closed', 'lane_opened', 'dispute_handed_over', 'lane_closed'];
    expect(socket.all('new_message').map(({ seq, system }) => [seq, system.code])).toEqual(
      codes.map((code, at) => [at + 1, code] as const).slice(1),
    );
    for (const name of ['customer', 'provider', 'staff']) {
      const { messages } = (await server.rest(colleague.token, 'GET', `/api/chat/${of(name)}/messages`)).body;
      expect(messages.map(({ system }: { system: { code: string } }) => system.code)).toEqual(codes);
      expect(messages[0].system.params).toEqual({ lane: name });
    }
    const { unread } = (await server.rest(customer.user.token, 'GET', `/api/chat/${lane}`)).body;
    expect(unread).toBe(0);
  });
});
