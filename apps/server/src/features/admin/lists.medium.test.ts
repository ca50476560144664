import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE });
  admin = await server.user('admin', { name: 'Ada' });
});
afterAll(() => server.close());

const get = (path: string, token: string | null = admin.token) => server.rest(token, 'GET', `/api/admin/${path}`);
const names = async (query: string): Promise<string[]> =>
  (await get(`users?${query}`)).body.users.map(({ name }: { name: string }) => name);

/** All pages, and how many there were. */
async function pages(path: string, key: string): Promise<{ ids: (number | string)[]; count: number }> {
  const ids: (number | string)[] = [];
  let count = 0;
  for (let cursor = ''; ; count++) {
    const { body } = await get(`${path}limit=3${cursor}`);
    ids.push(...body[key].map(({ id }: { id: number | string }) => id));
    if (body.next === null) return { ids, count: count + 1 };
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
}

describe('list_users', () => {
  it('[AD13] finds by number, by part of a name or e-mail, and by role; erased ones are gone', async () => {
    const zoe = await server.user('provider', { name: 'Zoë 100%_Pipes', email: 'zoe@pipes.example', region: 'south' });
    const zed = await server.user('customer', { name: 'Zed Pipesmoker' });
    for (const user of [zoe, zed]) await server.rest(user.token, 'GET', '/api/auth/me');
    expect(await names('q=pipes')).toEqual(['Zed Pipesmoker', 'Zoë 100%_Pipes']);
    expect(await names('q=PIPES.example')).toEqual(['Zoë 100%_Pipes']);
    expect(await names('q=pipes&role=customer')).toEqual(['Zed Pipesmoker']);
    expect(await names(`q=${zoe.id}`)).toEqual(['Zoë 100%_Pipes']);
    // What SQL takes for "anything" is taken for itself.
    expect(await names(`q=${encodeURIComponent('0%_P')}`)).toEqual(['Zoë 100%_Pipes']);
    expect(await names(`q=${encodeURIComponent('0__P')}`)).toEqual([]);
    const [found] = (await get(`users?q=${zoe.id}`)).body.users;
    expect(found).toMatchObject({ id: zoe.id, role: 'provider', email: 'zoe@pipes.example', disabled: false });
    await server.rest(SERVICE, 'DELETE', `/api/admin/users/${zed.id}`);
    expect(await names('q=Pipesmoker')).toEqual([]);
    expect(await names(`q=${zed.id}`)).toEqual([]);
  });

  it('[AD13] gives everybody once, newest first, whatever the size of a page', async () => {
    for (let n = 0; n < 7; n++) {
      const user = await server.user('customer', { name: `Page ${n}` });
      await server.rest(user.token, 'GET', '/api/auth/me');
    }
    const all = (await get('users?limit=200')).body.users.map(({ id }: { id: number }) => id);
    const read = await pages('users?', 'users');
    expect(read.ids).toEqual(all);
    expect(new Set(read.ids).size).toBe(all.length);
    expect(read.count).toBeGreaterThan(2);
    expect((await get('users?cursor=nonsense')).body).toMatchObject({ code: 'invalid_payload' });
    expect((await get('users?role=king')).body).toMatchObject({ code: 'invalid_payload' });
  });

  it('[AD1] is for admins and the host alone', async () => {
    const customer = await server.user('customer');
    for (const path of ['users', 'chats']) {
      expect((await get(path, customer.token)).body.code).toBe('forbidden');
      expect((await get(path, null)).body.code).toBe('unauthorized');
      expect((await get(path, SERVICE)).status).toBe(200);
    }
  });
});

describe('add_user', () => {
  const person = {
    name: 'Nadia',
    email: 'nadia@example.com',
    role: 'lsm',
    region: 'east',
    password: 'a-long-password-1',
  };
  const add = (body: object, token: string | null = admin.token) =>
    server.rest(token, 'POST', '/api/admin/users', body);

  it('[AD14] makes an account that signs in at once; the e-mail is one person’s; it is written down', async () => {
    const made = await add(person);
    expect(made).toMatchObject({ status: 201, body: { name: 'Nadia', role: 'lsm', region: 'east', disabled: false } });
    expect(JSON.stringify(made.body)).not.toContain('password');
    const { email, password } = person;
    const session = await server.rest(null, 'POST', '/api/auth/login', { email, password });
    expect(session.body.user.id).toBe(made.body.id);
    expect((await add({ ...person, email: 'NADIA@example.com' })).body.code).toBe('conflict');
    const audit = await server.database.pooled.query<{ actor: number; action: string }>(
      'select actor, action from audit where target = $1',
      [`user:${made.body.id}`],
    );
    expect(audit).toEqual([{ actor: admin.id, action: 'add_user' }]);
  });

  it('[AD14] names the field that is wrong, and makes nobody', async () => {
    for (const [field, value] of Object.entries({
      name: '',
      email: 'no',
      role: 'king',
      password: 'short',
      region: '',
    })) {
      const refused = await add({ ...person, email: 'other@example.com', [field]: value });
      expect(refused.body).toMatchObject({ code: 'invalid_payload' });
      expect(JSON.stringify(refused.body)).toContain(field);
    }
    expect(await names('q=other@example.com')).toEqual([]);
    expect((await add(person, (await server.user('lsm')).token)).body.code).toBe('forbidden');
  });
});

describe('list_all_chats', () => {
  it('[AD15][AD10] finds by id, job, member and subject, with who sits in them, and never a word that was said', async () => {
    const customer = await server.user('customer', { name: 'Cora' });
    const provider = await server.user('provider', { name: 'Piet' });
    const chatId = await server.chat(customer, provider, 'boiler-77');
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'a very secret word' });
    const found = async (query: string): Promise<string[]> =>
      (await get(`chats?${query}`)).body.chats.map(({ id }: { id: string }) => id);
    for (const q of [chatId, chatId.toUpperCase(), 'boiler-77', String(customer.id), String(provider.id)]) {
      expect(await found(`q=${q}`)).toEqual([chatId]);
    }
    expect(await found('q=secret')).toEqual([]);
    expect(await found('q=boiler-77&status=closed')).toEqual([]);
    const { body } = await get('chats?q=boiler-77');
    expect(body.chats[0]).toMatchObject({
      id: chatId,
      last_seq: 1,
      people: [
        { userId: customer.id, role: 'customer', name: 'Cora' },
        { userId: provider.id, role: 'provider', name: 'Piet' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('secret');
    await server.rest(admin.token, 'POST', `/api/admin/chats/${chatId}/close`);
    expect(await found('q=boiler-77&status=closed')).toEqual([chatId]);
  });

  it('[AD15] gives every chat once, newest first, whatever the size of a page', async () => {
    const made: string[] = [];
    for (let n = 0; n < 7; n++)
      made.push(await server.chat(await server.user('customer'), await server.user('provider')));
    const read = await pages('chats?', 'chats');
    expect(read.ids.slice(0, 7)).toEqual(made.toReversed());
    expect(new Set(read.ids).size).toBe(read.ids.length);
    expect((await get('chats?cursor=nonsense')).body).toMatchObject({ code: 'invalid_payload' });
  });
});
