import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { Sweeper } from '../attachments/sweeper.js';
import { picture } from '../attachments/testing/pictures.js';
import { download, readyUpload, type TestFile } from '../attachments/testing/tus.js';

let dataDir: string;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let other: TestUser;
/** Of customer and provider, where files come from; and of customer and another one, where they go to. */
let from: string;
let to: string;
const note: TestFile = { name: 'gate code.txt', type: 'text/plain', bytes: Buffer.from('0123456789'.repeat(10)) };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  server = await startTestServer({ DATA_DIR: dataDir });
  [customer, provider, other] = [
    await server.user('customer'),
    await server.user('provider'),
    await server.user('provider'),
  ];
  from = await server.chat(customer, provider);
  to = await server.chat(customer, other);
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const sweep = () => server.app.get(Sweeper).sweep();
const blobs = async () =>
  (await readdir(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;
const rest = (who: TestUser, method: string, url: string, body?: unknown) => server.rest(who.token, method, url, body);
const status = async (who: TestUser, id: string) => (await download(server, who, id)).status;
const forward = (who: TestUser, messageId: string, more: object = {}) =>
  rest(who, 'POST', `/api/chat/${to}/forwards`, { from_chat_id: from, messageId, ...more });

async function sent(files: TestFile[], text = '') {
  const ids = [];
  for (const file of files) ids.push(await readyUpload(server, provider, from, file));
  const body = { message: text, attachment_ids: ids };
  return (await rest(provider, 'POST', `/api/chat/${from}/messages`, body)).body;
}

describe('forwarded files', () => {
  it('[PF3][PF5] go along without a copied byte, over both doors, for the members of the other chat alone', async () => {
    const source = await sent([note, { name: 'roof.png', type: 'image/png', bytes: await picture('png') }], 'Look');
    await sweep();
    const before = await blobs();
    const first = await forward(customer, source.id, { client_id: 'with-files' });
    expect([first.status, first.body.message, first.body.message_type]).toEqual([201, 'Look', 'document']);
    expect(first.body.attachments.map(({ name }: { name: string }) => name)).toEqual(['gate code.txt', 'roof.png']);
    const socket = await server.socket(customer.token);
    const second = await socket.call('forward_message', { chatId: to, from_chat_id: from, messageId: source.id });
    expect(second.message.attachments).toHaveLength(2);
    expect(await blobs()).toBe(before);

    const ids: string[] = first.body.attachments.map(({ id }: { id: string }) => id);
    const originals: string[] = source.attachments.map(({ id }: { id: string }) => id);
    expect(ids.filter((id) => originals.includes(id))).toEqual([]);
    const [text = '', image = ''] = ids;
    expect(await (await download(server, other, text)).text()).toBe(note.bytes.toString());
    expect(await status(other, image)).toBe(200);
    expect((await download(server, other, `${image}/thumbnail`)).status).toBe(200);
    // Each chat's members have their own, and nobody the other chat's.
    expect([await status(provider, text), await status(other, originals[0] ?? '')]).toEqual([404, 404]);
    expect(JSON.stringify(first.body)).not.toContain(from);

    const again = await forward(customer, source.id, { client_id: 'with-files' });
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    const left = 'select id from attachments where chat_id = $1 and state = 2 and message_seq is null';
    expect(await server.database.realtime.query(left, [to])).toEqual([]);
  });

  it('[PF5] stay when the message they came from is deleted, and go with the last that has them', async () => {
    const source = await sent([note]);
    await sweep();
    const before = await blobs();
    const copy = (await forward(customer, source.id)).body;
    const [id] = [copy.attachments[0].id];
    await rest(provider, 'DELETE', `/api/chat/${from}/messages/${source.id}`);
    await sweep();
    expect([await status(provider, source.attachments[0].id), await status(other, id)]).toEqual([404, 200]);
    expect(await blobs()).toBe(before);
    await rest(customer, 'DELETE', `/api/chat/${to}/messages/${copy.id}`);
    await sweep();
    expect([await status(other, id), await blobs()]).toEqual([404, before - 1]);
  });

  it('[PF5] are removed once, whoever sweeps first, when all messages that have them go at once', async () => {
    const source = await sent([note]);
    await sweep();
    const before = await blobs();
    const copies = [(await forward(customer, source.id)).body, (await forward(customer, source.id)).body];
    await rest(provider, 'DELETE', `/api/chat/${from}/messages/${source.id}`);
    for (const { id } of copies) await rest(customer, 'DELETE', `/api/chat/${to}/messages/${id}`);
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await blobs()).toBe(before - 1);
    expect(
      await server.database.realtime.query('select from attachments where state >= 3 and emptied_at is null'),
    ).toEqual([]);
  });

  it('[PF4] are not forwarded by who may not load them, and leave nothing behind where the other chat refuses', async () => {
    const source = await sent([note]);
    expect((await forward(other, source.id)).body.code).toBe('not_found');
    const rows = () =>
      server.database.realtime.query('select id from attachments where state = 2 and message_seq is null');
    const before = await rows();
    const elsewhere = await server.chat(await server.user('customer'), other);
    const refused = await rest(customer, 'POST', `/api/chat/${elsewhere}/forwards`, {
      from_chat_id: from,
      messageId: source.id,
    });
    expect([refused.body.code, await rows()]).toEqual(['not_found', before]);
  });
});
