import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { createLogger } from './pino-logger.js';

// Everything that the server writes to its log while people use it, at its most talkative.
let server: TestServer;
let log = '';
const lines = () =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  const logger = createLogger('debug', false, { write: (line: string) => void (log += line) });
  server = await startTestServer({ CONTENT_RULES: 'contacts' }, { logger });
});
afterAll(() => server.close());

/** Words that people say, each of its own, so that a log that has one says where it came from. */
const SAID = {
  text: 'planted-text',
  edited: 'planted-edit',
  draft: 'planted-draft',
  search: 'planted-search',
  reason: 'planted-reason',
  details: 'planted-details',
  name: 'Planted Name',
  email: 'planted.person@mail.example',
  password: 'planted-password-1',
  subject: 'planted-subject',
  file: 'planted-file-name',
  broken: 'planted-in-broken-json',
} as const;

it('[OP4] nothing of what people write, are called or sign in with is in the log of a whole run', async () => {
  const customer = await server.user('customer', { name: SAID.name, email: SAID.email });
  const provider = await server.user('provider');
  const admin = await server.user('admin');
  const chatId = await server.chat(customer, provider, SAID.subject);
  const [mine, other] = [await server.socket(customer.token), await server.socket(provider.token)];
  for (const socket of [mine, other]) await socket.call('join_chat', { chatId });
  const { message } = await mine.call('send_message', { chatId, message: `${SAID.text} ${SAID.email}` });
  await mine.call('edit_message', { chatId, messageId: message.id, message: SAID.edited });
  await mine.call('set_chat_prefs', { chatId, draft: SAID.draft });
  const rest = (method: string, path: string, body?: unknown, token = customer.token) =>
    server.rest(token, method, path, body);
  await rest('GET', `/api/search?q=${SAID.search}`);
  await rest('POST', `/api/chat/${chatId}/disputes`, { reason: SAID.reason, details: SAID.details });
  await rest('POST', '/api/auth/login', { email: SAID.email, password: SAID.password });
  await rest('PUT', '/api/admin/users/77', { name: SAID.name, email: SAID.email, role: 'customer' }, admin.token);
  await rest('POST', `/api/chat/${chatId}/messages`, `{"message":"${SAID.broken}`);
  await rest('POST', `/api/chat/${chatId}/messages`, { message: SAID.text, message_type: 'image' });
  await mine.call('send_message', { chatId: SAID.text, message: SAID.text });
  await mine.call(SAID.text, { message: SAID.text });
  await rest('GET', '/api/auth/me', undefined, `${customer.token}x`);
  await fetch(`${server.url}/api/uploads`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${customer.token}`,
      'Tus-Resumable': '1.0.0',
      'Upload-Length': '3',
      'Upload-Metadata': `chatId ${btoa(chatId)},filename ${btoa(SAID.file)},filetype ${btoa('text/plain')}`,
    },
  });
  // What PostgreSQL refuses it quotes, and so does the driver.
  await server.database.realtime.query('alter table chat_prefs add constraint planted check (draft is null) not valid');
  const failed = await other.call('set_chat_prefs', { chatId, draft: SAID.draft });
  expect(failed).toMatchObject({ ok: false, error: { code: 'internal' } });

  expect(lines().find(({ request_id }) => request_id === failed.error.request_id)).toMatchObject({
    command: 'set_chat_prefs',
    code: 'internal',
    msg: 'a command failed',
  });
  const heard = [...Object.values(SAID), customer.token, provider.token].filter((word) => log.includes(word));
  expect(heard).toEqual([]);
  expect(log).not.toMatch(/eyJ[\w-]+\.[\w-]+|@mail\.example/);
});

it('[OP25] every line about a call has its id, which REST says and takes from the proxy', async () => {
  const user = await server.user('customer');
  const ask = (id?: string) =>
    fetch(`${server.url}/api/chat`, {
      headers: { Authorization: `Bearer ${user.token}`, ...(id === undefined ? {} : { 'X-Request-Id': id }) },
    });
  const [own, given, bad] = [await ask(), await ask('proxy-0123456789'), await ask('person@mail.example')].map(
    ({ headers }) => headers.get('x-request-id') ?? '',
  );
  expect(given).toBe('proxy-0123456789');
  expect(bad).not.toContain('@');
  const ids = lines()
    .filter(({ command }) => command !== undefined)
    .map(({ request_id }) => request_id);
  expect(ids).toEqual(expect.arrayContaining([own, given, bad]));
  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBe(ids.length);
});
