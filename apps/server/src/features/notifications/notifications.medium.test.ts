import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  server = await startTestServer();
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo' });
});
afterAll(() => server.close());

describe('smoke', () => {
  it('[NO1] works', async () => {
    chatId = await server.chat(customer, provider);
    const device = await server.socket(provider.token);
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'hello' });
    const told = await device.event('notification');
    expect(told).toEqual({ id: expect.any(String), type: 'message', chatId, title: 'Carla', body: 'hello', count: 1, created_at: expect.any(String), read_at: null });
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'hello 2' });
    await device.event('notification', (one) => one.count === 2);
    await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {});
    const read = await device.event('notification', (one) => one.read_at !== null);
    expect(read).toMatchObject({ id: told.id, count: 2, body: 'hello 2' });
    const list = await server.rest(provider.token, 'GET', '/api/notifications');
    expect(list.body).toEqual({ notifications: [read], next: null });
  });
});
