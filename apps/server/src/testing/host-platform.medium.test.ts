import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../../examples/host-platform/host.mjs';
import { startTestServer, type TestServer } from './test-server.js';

const serviceToken = 'service-token-of-the-tests-0123456789abcdef';
let host: Awaited<ReturnType<typeof startHost>>;
let server: TestServer;

beforeAll(async () => {
  host = await startHost({ chat: () => server.url, serviceToken });
  server = await startTestServer({
    JWKS_URL: `${host.url}/.well-known/jwks.json`,
    JWT_ISSUER: 'marketplace',
    JWT_AUDIENCE: 'stm-chat',
    SERVICE_TOKEN: serviceToken,
    CHAT_CREATION: 'host',
  });
});

afterAll(async () => {
  await server.close();
  host.close();
});

const ask = async (method: string, path: string) =>
  (await (await fetch(host.url + path, { method })).json()) as Record<string, string>;

describe('the example of a host platform', () => {
  it('[AD12][AU22][AU25] puts its users and its job into the chat, and they talk', async () => {
    const { chatId } = await ask('POST', '/book?job=boiler-7');
    const tokens = await Promise.all(
      ['anna', 'omar'].map(async (user) => (await ask('GET', `/chat-token?user=${user}`))['token']),
    );
    const [anna, omar] = await Promise.all(tokens.map((token) => server.socket(token ?? '')));
    const joined = await omar?.call('join_chat', { chatId });
    expect(joined).toMatchObject({
      ok: true,
      chat: { job: { title: 'Boiler repair', status: 'booked' }, subject: 'Boiler repair' },
    });

    const sent = await anna?.call('send_message', { chatId, message: 'Hello Omar' });
    expect(await omar?.event('new_message', ({ message }) => message === 'Hello Omar')).toEqual(sent.message);
    expect(sent.message).toMatchObject({ sender_id: 501, sender_type: 'customer' });

    await ask('POST', '/finish?job=boiler-7');
    const updated = await omar?.event('chat_updated', ({ job }) => job?.status === 'done');
    expect(updated).toMatchObject({ id: chatId, members: [{ name: 'Anna' }, { name: 'Omar' }] });
  });

  it('[CH3] opens the same chat when a job is booked twice', async () => {
    const [first, second] = [await ask('POST', '/book?job=boiler-7'), await ask('POST', '/book?job=boiler-7')];
    expect(second).toEqual(first);
  });
});
