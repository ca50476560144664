import { randomUUID } from 'node:crypto';
import { type CommandName, COMMANDS, type CommandSpec } from '@stm-chat/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { addAccount, login } from '../auth/testing/accounts.js';

// Every command of administrators is here: one that is added and not told of below makes the first test red.
const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';
/** Lists and counts of the operation, of no one person, and never a text. */
const LOOKED_THROUGH: readonly CommandName[] = [
  'list_users',
  'list_all_chats',
  'admin_list_disputes',
  'list_reports',
  'list_jobs',
  'list_connections',
  'list_audit',
  'list_webhooks',
  'list_webhook_deliveries',
];

interface Deed {
  /** Makes what it is done to. @returns its path below `/api/admin`, and what is sent */
  readonly prepare: () => Promise<readonly [path: string, body?: object]>;
  /** What the row is to name, as a pattern. */
  readonly row: RegExp;
}

let server: TestServer;
let admin: TestUser;
let customer: TestUser;
let provider: TestUser;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE, OUTGOING_ALLOW: '127.0.0.1' });
  admin = await server.user('admin');
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
});
afterAll(() => server.close());

const ask = (method: string, path: string, body?: object, token = admin.token) =>
  server.rest(token, method, `/api/admin/${path}`, body);
const chat = () => server.chat(customer, provider);
const webhook = async (): Promise<string> => (await ask('POST', 'webhooks', { url: 'http://127.0.0.1:9/x' })).body.id;
const report = async (): Promise<string> => {
  const chatId = await chat();
  const said = await server.rest(provider.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'rude' });
  const path = `/api/chat/${chatId}/messages/${said.body.id}/reports`;
  return (await server.rest(customer.token, 'POST', path, { reason: 'spam' })).body.id;
};
const deadJob = async (): Promise<number> => {
  const [job] = await server.database.realtime.query<{ id: string }>(
    `select id from stm_chat_jobs.add_job('gone', '{}'::json, max_attempts => 1, run_at => now() + interval '1 day')`,
  );
  await server.database.realtime.query('update stm_chat_jobs._private_jobs set attempts = 1 where id = $1', [job?.id]);
  return Number(job?.id);
};
const event = async (endpoint: string): Promise<string> =>
  (await ask('POST', `webhooks/${endpoint}/test`)).body.event_id;
const at = async (path: string | Promise<string>, end = ''): Promise<readonly [string]> => [`${await path}${end}`];

const DEEDS: Partial<Record<CommandName, Deed>> = {
  decide_report: {
    prepare: async () => [`reports/${await report()}/decide`, { decision: 'dismissed' }],
    row: /^decide_report report:/,
  },
  get_report: { prepare: async () => at(report().then((id) => `reports/${id}`)), row: /^read_report report:/ },
  add_user: {
    prepare: async () => [
      'users',
      { name: 'New', email: `${randomUUID()}@example.com`, role: 'customer', password: 'a long password 0123' },
    ],
    row: /^add_user user:\d+/,
  },
  put_user: {
    prepare: async () => [`users/${(await server.user('customer')).id}`, { name: 'Another' }],
    row: /^put_user user:\d+/,
  },
  delete_user: { prepare: async () => [`users/${(await server.user('customer')).id}`], row: /^erase_user user:\d+/ },
  admin_create_chat: {
    prepare: async () => [
      'chats',
      { job_id: randomUUID(), subject: 'S', customer_id: customer.id, provider_id: provider.id },
    ],
    row: /^open_chat chat:/,
  },
  add_member: {
    prepare: async () => [`chats/${await chat()}/members`, { userId: (await server.user('lsm')).id, role: 'lsm' }],
    row: /^add_member chat:/,
  },
  remove_member: { prepare: async () => [`chats/${await chat()}/members/${provider.id}`], row: /^remove_member chat:/ },
  close_chat: {
    prepare: () =>
      at(
        chat().then((id) => `chats/${id}`),
        '/close',
      ),
    row: /^closed_chat chat:/,
  },
  reopen_chat: {
    prepare: async () => {
      const id = await chat();
      await ask('POST', `chats/${id}/close`);
      return [`chats/${id}/reopen`];
    },
    row: /^reopened_chat chat:/,
  },
  put_job: { prepare: async () => [`chats/${await chat()}/job`, { status: 'booked' }], row: /^put_job chat:/ },
  list_sessions: { prepare: async () => [`users/${customer.id}/sessions`], row: /^read_sessions user:\d+/ },
  end_session: {
    prepare: async () => {
      const account = await addAccount(server);
      await login(server, account);
      const [session] = (await ask('GET', `users/${account.id}/sessions`)).body.sessions;
      return [`sessions/${session.id}`];
    },
    row: /^end_session user:\d+/,
  },
  explain_delivery: { prepare: async () => [`users/${customer.id}/deliveries`], row: /^read_deliveries user:\d+/ },
  add_webhook: {
    prepare: async () => ['webhooks', { url: 'http://127.0.0.1:9/y' }],
    row: /^add_webhook webhook:/,
  },
  put_webhook: {
    prepare: async () => [`webhooks/${await webhook()}`, { description: 'd' }],
    row: /^put_webhook webhook:/,
  },
  delete_webhook: {
    prepare: async () => at(webhook().then((id) => `webhooks/${id}`)),
    row: /^delete_webhook webhook:/,
  },
  rotate_webhook_secret: {
    prepare: async () =>
      at(
        webhook().then((id) => `webhooks/${id}`),
        '/secret',
      ),
    row: /^rotate_webhook_secret webhook:/,
  },
  test_webhook: {
    prepare: async () =>
      at(
        webhook().then((id) => `webhooks/${id}`),
        '/test',
      ),
    row: /^test_webhook webhook:/,
  },
  replay_webhooks: {
    prepare: async () => {
      const id = await webhook();
      return [`webhooks/${id}/replay`, { event_id: await event(id) }];
    },
    row: /^replay_webhooks webhook:/,
  },
  revive_job: { prepare: async () => [`dead-jobs/${await deadJob()}/revive`], row: /^revive_job job:\d+/ },
  discard_job: { prepare: async () => [`dead-jobs/${await deadJob()}`], row: /^discard_job job:\d+/ },
};

/** Commands whose route is an administrator's. */
const ADMINISTRATIVE = (Object.keys(COMMANDS) as CommandName[]).filter((name) => COMMANDS[name].audience === 'admin');

it('[AD21] what administrators can do is audited, or looks through lists', () => {
  const told = [...Object.keys(DEEDS), ...LOOKED_THROUGH];
  expect(told.toSorted()).toEqual(ADMINISTRATIVE.toSorted());
  for (const name of LOOKED_THROUGH) expect(methodOf(name)).toBe('GET');
});

interface Row {
  readonly actor: number;
  readonly what: string;
}
const rowsAfter = (id: number) =>
  server.database.pooled.query<Row>(
    "select actor, action || ' ' || target as what from audit where id > $1 order by id",
    [id],
  );
const newest = async (): Promise<number> => {
  const [row] = await server.database.pooled.query<{ id: number }>('select coalesce(max(id), 0)::int as id from audit');
  return row?.id ?? 0;
};

function methodOf(name: CommandName): string | undefined {
  const spec: CommandSpec = COMMANDS[name];
  return spec.rest?.method;
}

it.each(Object.entries(DEEDS))('[AD21] %s leaves its row, with who it was', async (name, { prepare, row }) => {
  for (const [token, actor] of [
    [admin.token, admin.id],
    [SERVICE, 0],
  ] as const) {
    const [path, body] = await prepare();
    const before = await newest();
    const answer = await ask(methodOf(name as CommandName) ?? '', path, body, token);
    expect([answer.status, answer.body]).toEqual([expect.toSatisfy((status: number) => status < 300), answer.body]);
    expect(await rowsAfter(before)).toEqual([{ actor, what: expect.stringMatching(row) }]);
  }
});
