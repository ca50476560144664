import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);

it('[PF6] nothing is forwarded out of a lane, and by an LSM out of no chat, over both doors; into a lane by a party it is', async () => {
  const { customer, provider, lsm, chatId, disputeId } = await (await disputeCase(server)).open();
  const { lanes } = (await post(lsm, `/api/disputes/${disputeId}/join`)).body;
  const laneOf = (name: string): string => lanes.find(({ lane }: { lane: string }) => lane === name).chatId;
  const other = await server.chat(customer.user, provider);
  const said = async (user: TestUser, chat: string): Promise<{ chat: string; id: string }> => ({
    chat,
    id: (await post(user, `/api/chat/${chat}/messages`, { message: 'In confidence' })).body.id,
  });
  const inLane = await said(customer.user, laneOf('customer'));
  const staff = await said(lsm, laneOf('staff'));
  const inCase = await said(provider, chatId);
  const forbidden: [TestUser, { chat: string; id: string }, string][] = [
    [customer.user, inLane, other],
    [customer.user, inLane, chatId],
    [lsm, inLane, chatId],
    [lsm, inLane, laneOf('provider')],
    [lsm, staff, chatId],
    [lsm, inCase, laneOf('customer')],
  ];
  const sockets = new Map([
    [customer.user, await server.socket(customer.user.token)],
    [lsm, await server.socket(lsm.token)],
  ]);
  for (const [user, { chat, id }, to] of forbidden) {
    const body = { from_chat_id: chat, messageId: id };
    const answers = [
      (await post(user, `/api/chat/${to}/forwards`, body)).body.code,
      (await sockets.get(user)?.call('forward_message', { chatId: to, ...body }))?.error.code,
    ];
    expect(answers).toEqual(['forbidden', 'forbidden']);
  }
  const shown = { from_chat_id: chatId, messageId: inCase.id };
  expect((await post(customer.user, `/api/chat/${laneOf('customer')}/forwards`, shown)).status).toBe(201);
});
