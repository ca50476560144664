import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from '../disputes/testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const rest = (who: TestUser, method: string, path: string, body?: unknown) =>
  server.rest(who.token, method, path, body);
const say = (who: TestUser, chat: string, message = 'Hello') =>
  rest(who, 'POST', `/api/chat/${chat}/messages`, { message });
const codeOf = ({ status, body }: { status: number; body?: { code?: string } }) => body?.code ?? status;

it('[SF4][SF5] a block stops both, in every chat of the two, and is told to both', async () => {
  const [customer, provider] = [await server.user('customer'), await server.user('provider', { name: 'Omar' })];
  const chat = await server.chat(customer, provider);
  const { body: before } = await say(provider, chat);
  const [mine, theirs] = [await server.socket(customer.token), await server.socket(provider.token)];
  expect(codeOf(await rest(customer, 'POST', '/api/blocks', { userId: provider.id }))).toBe(204);
  const blocked = (summary: { id?: string; blocked_by?: number[] }) =>
    summary.id === chat && summary.blocked_by !== undefined;
  expect((await mine.event('chat_updated', blocked)).blocked_by).toEqual([customer.id]);
  expect((await theirs.event('chat_updated', blocked)).blocked_by).toEqual([customer.id]);
  expect(codeOf(await say(provider, chat))).toBe('forbidden');
  expect(codeOf(await say(customer, chat))).toBe('forbidden');
  expect((await theirs.call('send_message', { chatId: chat, message: 'x' })).error.code).toBe('forbidden');
  const message = `/api/chat/${chat}/messages/${before.id}`;
  expect(codeOf(await rest(provider, 'PUT', message, { message: 'Other' }))).toBe('forbidden');
  expect(codeOf(await rest(customer, 'PUT', `${message}/reactions`, { emoji: '👍', active: true }))).toBe('forbidden');
  const later = await server.chat(customer, provider);
  expect((await rest(provider, 'GET', `/api/chat/${later}`)).body.blocked_by).toEqual([customer.id]);
  expect(codeOf(await say(provider, later))).toBe('forbidden');
  const { body: list } = await rest(customer, 'GET', '/api/blocks');
  expect(list).toEqual({ blocks: [{ userId: provider.id, name: 'Omar', created_at: expect.any(String) }], next: null });
  expect((await mine.call('list_blocks', {})).list).toEqual(list);
  expect((await rest(provider, 'GET', '/api/blocks')).body.blocks).toEqual([]);

  expect((await theirs.call('block_user', { userId: customer.id })).ok).toBe(true);
  expect((await rest(provider, 'GET', `/api/chat/${chat}`)).body.blocked_by).toEqual([customer.id, provider.id]);
  expect(codeOf(await rest(customer, 'DELETE', `/api/blocks/${provider.id}`))).toBe(204);
  expect(codeOf(await say(customer, chat))).toBe('forbidden');
  expect((await theirs.call('unblock_user', { userId: customer.id })).ok).toBe(true);
  expect(codeOf(await say(provider, chat))).toBe(201);
  expect((await rest(provider, 'GET', `/api/chat/${chat}`)).body).not.toHaveProperty('blocked_by');
});

it('[SF4] a dispute can be opened and held all the same', async () => {
  const { customer, provider, lsm, chatId, open } = await disputeCase(server);
  await rest(customer.user, 'POST', '/api/blocks', { userId: provider.id });
  expect(codeOf(await say(provider, chatId))).toBe('forbidden');
  const { disputeId } = await open();
  expect(codeOf(await say(provider, chatId))).toBe(201);
  expect(codeOf(await rest(lsm, 'POST', `/api/disputes/${disputeId}/join`))).toBe(200);
  expect(codeOf(await say(lsm, chatId))).toBe(201);
  expect(codeOf(await rest(customer.user, 'POST', '/api/blocks', { userId: lsm.id }))).toBe('forbidden');
});

it('[SF6] only somebody with whom one shares a chat is blocked', async () => {
  const [customer, stranger] = [await server.user('customer'), await server.user('provider')];
  expect(codeOf(await rest(customer, 'POST', '/api/blocks', { userId: stranger.id }))).toBe('not_found');
  expect(codeOf(await rest(customer, 'POST', '/api/blocks', { userId: 999_999_999 }))).toBe('not_found');
  expect(codeOf(await rest(customer, 'POST', '/api/blocks', { userId: customer.id }))).toBe('not_found');
  await server.chat(customer, stranger);
  expect(codeOf(await rest(customer, 'POST', '/api/blocks', { userId: stranger.id }))).toBe(204);
});
