import { randomUUID } from 'node:crypto';
import createClient, { type Client } from 'openapi-fetch';
import openapiTypes, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../testing/test-server.js';
import type { paths } from './testing/rest-api.generated.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let client: Client<paths>;

beforeAll(async () => {
  server = await startTestServer();
  customer = await server.user('customer', { name: 'Ada' });
  provider = await server.user('provider');
  client = createClient<paths>({ baseUrl: server.url, headers: { Authorization: `Bearer ${customer.token}` } });
});
afterAll(() => server.close());

describe('a client generated from the OpenAPI document', () => {
  it('[AP4] is generated from the document that the server serves (`vitest -u` writes it anew)', async () => {
    const generated = astToString(await openapiTypes(new URL('/api/docs/openapi.json', server.url)));
    await expect(generated).toMatchFileSnapshot('./testing/rest-api.generated.ts');
  });

  it('[AP4] asks who it is and whether the server lives', async () => {
    const { data: me } = await client.GET('/api/auth/me');
    expect(me).toMatchObject({ id: customer.id, role: 'customer', name: 'Ada' });
    const { data: health } = await client.GET('/health');
    expect(health?.service).toBe('STM Backend');
  });

  it('[AP4] opens a chat, writes, reads, and gets the repeat as success', async () => {
    const opened = await client.POST('/api/chat', {
      body: { job_id: randomUUID(), subject: 'A leaking tap', provider_id: provider.id },
    });
    expect(opened.response.status).toBe(201);
    const chatId = opened.data?.id ?? '';
    const send = () =>
      client.POST('/api/chat/{chatId}/messages', {
        params: { path: { chatId } },
        body: { message: 'Could you come today?', client_id: 'first' },
      });
    const first = await send();
    const again = await send();
    expect([first.response.status, again.response.status]).toEqual([201, 200]);
    expect(again.data).toEqual(first.data);

    const page = await client.GET('/api/chat/{chatId}/messages', {
      params: { path: { chatId }, query: { limit: 10 } },
    });
    expect(page.data?.messages.map(({ message }) => message)).toContain('Could you come today?');
    const read = await client.POST('/api/chat/{chatId}/read', { params: { path: { chatId } }, body: {} });
    expect(read.data?.seq).toBe(first.data?.seq);
    const list = await client.GET('/api/chat', { params: { query: { limit: 5 } } });
    expect(list.data?.chats.map(({ id }) => id)).toEqual([chatId]);
  });

  it('[AP4][CM5] gets an error as the document says', async () => {
    const { error, response } = await client.GET('/api/chat/{chatId}', { params: { path: { chatId: randomUUID() } } });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.status).toBe(404);
    expect(error).toMatchObject({
      code: 'not_found',
      status: 404,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });
});
