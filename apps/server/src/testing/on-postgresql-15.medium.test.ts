import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DebianPostgres, startDebianPostgres } from '../database/testing/debian-postgres.js';
import { makeTemplate } from '../database/testing/template.js';
import { createTestDatabase, moveTo } from '../database/testing/test-database.js';

/** Tests of other files, again, on Debian's postgresql-15: the oldest PostgreSQL that the server works with. */
let postgres: DebianPostgres;

beforeAll(async () => {
  postgres = await startDebianPostgres();
  await makeTemplate(postgres.url);
  moveTo({ postgresUrl: postgres.url });
});
afterAll(() => postgres.stop());

it('is PostgreSQL 15 that these tests run on', async () => {
  const { database, drop } = await createTestDatabase();
  expect(await database.realtime.query('show server_version_num')).toEqual([
    { server_version_num: expect.stringMatching(/^15\d{4}$/) },
  ]);
  await drop();
});

// Whatever has SQL that is more than a plain statement, and whole servers.
describe.each([
  ['migrations', () => import('../database/migrate.medium.test.js')],
  ['tables', () => import('../database/tables.medium.test.js')],
  ['unread', () => import('../database/unread.medium.test.js')],
  ['the append', () => import('../features/messages/append.medium.test.js')],
  ['steps of a chat', () => import('../features/chats/chat-steps.medium.test.js')],
  ['history', () => import('../features/messages/history.medium.test.js')],
  ['edits and reactions', () => import('../features/messages/change-message.medium.test.js')],
  ['receipts', () => import('../features/receipts/receipts.medium.test.js')],
  ['followers of the feed', () => import('../features/feed/feed.medium.test.js')],
  ['presence', () => import('../features/presence/presence.medium.test.js')],
  ['notifications', () => import('../features/notifications/notifications.medium.test.js')],
  ['jobs', () => import('../features/jobs/jobs.medium.test.js')],
  ['the inbox', () => import('../features/inbox/inbox.medium.test.js')],
  ['a host platform', () => import('./host-platform.medium.test.js')],
])('[DB3] on PostgreSQL 15: %s', async (_, load) => {
  await load();
});
