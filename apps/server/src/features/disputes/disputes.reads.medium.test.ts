import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { WAIT_MS } from '../../testing/wait.js';
import { picture } from '../attachments/testing/pictures.js';
import { download, readyUpload } from '../attachments/testing/tus.js';
import { disputeCase } from './testing/dispute-case.js';

let dataDir: string;
let server: TestServer;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  server = await startTestServer({ DATA_DIR: dataDir });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const post = (user: TestUser, where: string, body: object = {}) => server.rest(user.token, 'POST', where, body);

/** A case with a picture and a note in its chat, which its LSM has joined and read nothing of. */
async function joined() {
  const opened = await (await disputeCase(server)).open();
  const { lsm, provider, chatId, disputeId } = opened;
  const file = { name: 'sink.png', type: 'image/png', bytes: await picture('png') };
  const id = await readyUpload(server, provider, chatId, file);
  const sent = await post(provider, `/api/chat/${chatId}/messages`, { message: 'Look', attachment_ids: [id] });
  const note = await post(provider, `/api/chat/${chatId}/messages`, { message: 'The marmalade valve' });
  await post(lsm, `/api/disputes/${disputeId}/join`);
  const reads = async (): Promise<[number, number, number][]> =>
    (await server.rest(provider.token, 'GET', `/api/disputes/${disputeId}/access`)).body.reads.map(
      ({ userId, from_seq, to_seq }: { userId: number; from_seq: number; to_seq: number }) => [
        userId,
        from_seq,
        to_seq,
      ],
    );
  expect(await reads()).toEqual([]);
  return { ...opened, fileId: id, fileSeq: sent.body.seq as number, noteSeq: note.body.seq as number, reads };
}

describe('what an LSM is given beside the history is recorded as read', () => {
  it('[DS16] the last message that its list of chats shows, and a notification, but nothing that the system said', async () => {
    const { lsm, provider, chatId, noteSeq, reads } = await joined();
    await server.rest(lsm.token, 'GET', '/api/chat');
    expect(await reads()).toEqual([]);
    const { seq } = (await post(provider, `/api/chat/${chatId}/messages`, { message: 'The plum washer' })).body;
    expect(seq).toBeGreaterThan(noteSeq);
    await vi.waitFor(async () => {
      const { notifications } = (await server.rest(lsm.token, 'GET', '/api/notifications')).body;
      expect(JSON.stringify(notifications)).toContain('plum washer');
    }, WAIT_MS);
    expect(await reads()).toEqual([[lsm.id, seq, seq]]);
    const later = (await post(provider, `/api/chat/${chatId}/messages`, { message: 'And a pear' })).body;
    await server.rest(lsm.token, 'GET', '/api/chat');
    expect(await reads()).toEqual([[lsm.id, seq, later.seq]]);
  });

  it('[DS16] what its devices are told of a chat that none of them has open', async () => {
    const { lsm, provider, chatId, reads } = await joined();
    const socket = await server.socket(lsm.token);
    const { seq } = (await post(provider, `/api/chat/${chatId}/messages`, { message: 'A new word' })).body;
    await socket.event('chat_updated', ({ last_message }) => last_message?.message === 'A new word');
    expect(await reads()).toEqual([[lsm.id, seq, seq]]);
  });

  it('[DS16] a file that it downloads, not one that a party does', async () => {
    const { lsm, provider, customer, fileId, fileSeq, reads } = await joined();
    for (const party of [provider, customer.user]) expect((await download(server, party, fileId)).status).toBe(200);
    expect(await reads()).toEqual([]);
    expect((await download(server, lsm, fileId)).status).toBe(200);
    expect(await reads()).toEqual([[lsm.id, fileSeq, fileSeq]]);
  });

  it('[DS16] a thumbnail that it loads by a link', async () => {
    const { lsm, fileId, fileSeq, reads } = await joined();
    const { body } = await post(lsm, '/api/attachments/links', { attachment_ids: [fileId] });
    expect(await reads()).toEqual([]);
    expect((await fetch(server.url + body[0].thumbnail_url)).status).toBe(200);
    expect(await reads()).toEqual([[lsm.id, fileSeq, fileSeq]]);
  });

  it('[DS16] what it finds by searching, and nothing when it finds nothing', async () => {
    const { lsm, provider, noteSeq, reads } = await joined();
    const search = async (user: TestUser, q: string) =>
      (await server.rest(user.token, 'GET', `/api/search?q=${q}`)).body.results.length;
    await vi.waitFor(async () => expect(await search(provider, 'marmalade')).toBe(1), WAIT_MS);
    expect(await search(lsm, 'elephants')).toBe(0);
    expect(await reads()).toEqual([]);
    // The seat is a later entry of the feed than the message.
    await vi.waitFor(async () => expect(await search(lsm, 'marmalade')).toBe(1), WAIT_MS);
    expect(await reads()).toEqual([[lsm.id, noteSeq, noteSeq]]);
  });
});
