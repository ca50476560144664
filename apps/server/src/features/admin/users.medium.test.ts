import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { addAccount, login } from '../auth/testing/accounts.js';

const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE });
  admin = await server.user('admin', { name: 'Ada' });
});
afterAll(() => server.close());

let ids = 5000;
const put = (id: number | string, body: object, token: string | null = SERVICE) =>
  server.rest(token, 'PUT', `/api/admin/users/${id}`, body);
const erase = (id: number, token: string | null = SERVICE) => server.rest(token, 'DELETE', `/api/admin/users/${id}`);
const me = (token: string) => server.rest(token, 'GET', '/api/auth/me');
const audit = (target: string) =>
  server.database.pooled.query<{ actor: number; action: string; details: object }>(
    'select actor, action, details from audit where target = $1 order by id',
    [target],
  );

describe('put_user', () => {
  it('[AD2] makes a user, changes what is said and keeps the rest', async () => {
    const id = ids++;
    const made = await put(id, { role: 'lsm', name: ' Lena ', email: 'lena@example.com', region: 'north' });
    const record = { id, role: 'lsm', name: 'Lena', email: 'lena@example.com', region: 'north', disabled: false };
    expect(made).toMatchObject({ status: 200, body: record });
    expect(made.body.created_at).toMatch(/^\d{4}-.*Z$/);
    expect((await put(id, { region: null }, admin.token)).body).toMatchObject({ ...record, region: null });
    expect((await put(id, {})).body).toMatchObject({ ...record, region: null });
  });

  it('writes down who changed which fields, and no name or e-mail', async () => {
    const id = ids++;
    await put(id, { role: 'customer', name: 'Secret Name', email: 'secret@example.com' });
    await put(id, { name: 'Other Name' }, admin.token);
    await put(id, { name: 'Other Name' }, admin.token);
    const rows = await audit(`user:${id}`);
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      [0, 'put_user'],
      [admin.id, 'put_user'],
    ]);
    expect(rows[0]?.details).toMatchObject({ created: true, fields: ['email', 'name', 'role'] });
    expect(JSON.stringify(rows)).not.toMatch(/secret|Other/i);
  });

  it('[AD1][AD11] is for admins and the host alone', async () => {
    const customer = await server.user('customer');
    expect((await put(ids, { role: 'customer' }, customer.token)).body.code).toBe('forbidden');
    expect((await put(ids, { role: 'customer' }, null)).body.code).toBe('unauthorized');
    expect((await put(ids, { role: 'customer' }, `${SERVICE}x`)).body.code).toBe('unauthorized');
    expect((await server.rest(SERVICE, 'GET', '/api/auth/me')).status).toBe(403);
    await expect(server.socket(SERVICE)).rejects.toMatchObject({ data: { code: 'unauthorized' } });
  });

  it('[AD3][IN8] refuses an e-mail of somebody else, a new user without a role, bad fields', async () => {
    const [first, second] = [ids++, ids++];
    await put(first, { role: 'customer', email: 'taken@example.com' });
    expect((await put(second, { role: 'customer', email: 'Taken@example.com' })).body.code).toBe('conflict');
    expect((await put(ids++, { name: 'No role' })).body).toMatchObject({ code: 'invalid_payload' });
    for (const body of [{ role: 'king' }, { email: 'no' }, { name: '' }, { disabled: 'yes' }, { id: 3 }]) {
      expect((await put(first, body)).body.code).toBe('invalid_payload');
    }
    for (const id of ['0', '-1', '2147483648', 'x', '1.5'])
      expect((await put(id, { role: 'customer' })).status).toBe(400);
  });

  it('[AU20] disables: every token is refused, every connection closes, sessions stay ended', async () => {
    const ann = await addAccount(server);
    const session = await login(server, ann);
    const socket = await server.socket(session.token);
    expect((await put(ann.id, { disabled: true })).body).toMatchObject({ disabled: true });
    expect(await socket.event('error')).toMatchObject({ code: 'unauthorized' });
    await expect.poll(() => socket.socket.disconnected).toBe(true);
    expect((await me(session.token)).status).toBe(401);
    await expect(login(server, ann)).rejects.toThrow('E-mail or password');
    const refresh = { refresh_token: session.refresh_token };
    expect((await server.rest(null, 'POST', '/api/auth/refresh', refresh)).status).toBe(401);
    await put(ann.id, { disabled: false });
    expect((await me(session.token)).status).toBe(401);
    expect((await me((await login(server, ann)).token)).status).toBe(200);
  });

  it('[AU20] disables a host’s user, whose token cannot undo it', async () => {
    const bob = await server.user('provider');
    const socket = await server.socket(bob.token);
    await put(bob.id, { disabled: true }, admin.token);
    await expect.poll(() => socket.socket.disconnected).toBe(true);
    expect((await me(bob.token)).status).toBe(401);
    await expect(server.socket(bob.token)).rejects.toMatchObject({ data: { code: 'unauthorized' } });
  });

  it('does not let admins shut themselves out', async () => {
    for (const body of [{ disabled: true }, { role: 'customer' }]) {
      expect((await put(admin.id, body, admin.token)).body.code).toBe('forbidden');
    }
    expect((await erase(admin.id, admin.token)).body.code).toBe('forbidden');
    expect((await put(admin.id, { name: 'Ada L.' }, admin.token)).status).toBe(200);
  });
});

describe('erasure', () => {
  it('[AD4] hides name and e-mail at once, closes connections and refuses every token', async () => {
    const eve = await server.user('customer', { name: 'Eve', email: 'eve@example.com', region: 'north' });
    const socket = await server.socket(eve.token);
    expect((await erase(eve.id)).status).toBe(204);
    await expect.poll(() => socket.socket.disconnected).toBe(true);
    expect((await me(eve.token)).status).toBe(401);
    const [row] = await server.database.pooled.query<{ text: string }>(
      'select u::text as text from users u where id = $1',
      [eve.id],
    );
    expect(row?.text).not.toMatch(/Eve|eve@|north/);
    expect((await audit(`user:${eve.id}`)).map(({ action }) => action)).toEqual(['erase_user']);
  });

  it('[AD4] forgets sessions and devices, and frees the e-mail', async () => {
    const ann = await addAccount(server);
    const session = await login(server, ann);
    expect((await erase(ann.id, admin.token)).status).toBe(204);
    expect((await me(session.token)).status).toBe(401);
    expect(await server.database.pooled.query('select 1 from sessions where user_id = $1', [ann.id])).toEqual([]);
    expect((await put(ids++, { role: 'customer', email: ann.email })).status).toBe(200);
  });

  it('is for good: nothing brings the person back', async () => {
    const eve = await server.user('customer');
    await erase(eve.id);
    expect((await erase(eve.id)).status).toBe(204);
    expect((await put(eve.id, { name: 'Eve', disabled: false })).body.code).toBe('not_found');
    expect((await me(eve.token)).status).toBe(401);
    expect((await erase(ids++)).body.code).toBe('not_found');
    expect(await audit(`user:${eve.id}`)).toHaveLength(1);
  });
});
