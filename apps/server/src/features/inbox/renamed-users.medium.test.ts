import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

it('[CH8][AD4] a name that changes, or is erased, changes on the open screens of the others', async () => {
  const [customer, provider, admin] = [
    await server.user('customer'),
    await server.user('provider'),
    await server.user('admin'),
  ];
  const chatId = await server.chat(customer, provider);
  const { event } = await server.socket(provider.token);
  const nameOf = ({ members }: { members: { userId: number; name: string }[] }) =>
    members.find(({ userId }) => userId === customer.id)?.name;

  await server.rest(admin.token, 'PUT', `/api/admin/users/${customer.id}`, { name: 'Anna Berg' });
  const renamed = await event('chat_updated', (update) => update.id === chatId && nameOf(update) === 'Anna Berg');
  expect(renamed.customer_id).toBe(customer.id);

  await server.rest(admin.token, 'DELETE', `/api/admin/users/${customer.id}`);
  const erased = await event(
    'chat_updated',
    (update) =>
      update.id === chatId &&
      nameOf(update) !== 'Anna Berg' &&
      update !== renamed &&
      nameOf(update) !== `customer ${customer.id}`,
  );
  expect(JSON.stringify(erased)).not.toContain('Anna');
});
