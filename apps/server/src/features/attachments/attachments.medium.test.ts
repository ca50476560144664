import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { DOORS, openDoor } from '../messages/testing/doors.js';
import { picture } from './testing/pictures.js';
import { m4a, PEAKS, SILENCE, voiceOf, webm } from './testing/sounds.js';
import { cancel, create, offsetOf, patch, readyUpload, settled, type TestFile, upload } from './testing/tus.js';

let dataDir: string;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let stranger: TestUser;
let chatId: string;
let photo: TestFile;
const note: TestFile = { name: 'note.txt', type: 'text/plain', bytes: Buffer.from('the garden gate is open') };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  server = await startTestServer({ DATA_DIR: dataDir, LIMIT_IMAGE: '1MiB', LIMIT_DOCUMENT: '16MiB' });
  customer = await server.user('customer');
  provider = await server.user('provider');
  stranger = await server.user('customer');
  chatId = await server.chat(customer, provider);
  photo = { name: 'garden.jpg', type: 'image/jpeg', bytes: await picture('jpeg') };
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

describe('an upload', () => {
  it('[FI1] is for members of an open chat', async () => {
    const missing = '00000000-0000-7000-8000-000000000000';
    const refused = await create(server, stranger, chatId, note);
    expect(refused.status).toBe(404);
    const text = await refused.text();
    expect(await (await create(server, stranger, missing, note)).text()).toBe(text);
    expect((await fetch(`${server.url}/api/uploads`, { method: 'POST' })).status).toBe(401);

    const closed = await server.chat(customer, provider);
    const admin = await server.user('admin');
    await server.rest(admin.token, 'POST', `/api/admin/chats/${closed}/close`);
    const late = await create(server, customer, closed, note);
    expect([late.status, (await late.json()).code]).toEqual([409, 'chat_closed']);
  });

  it('[FI1] names the header or the field that is wrong', async () => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await create(server, customer, chatId, note, headers);
      return [answer.status, (await answer.json()).message];
    };
    expect(await ask({ 'Upload-Length': 'many' })).toEqual([400, expect.stringContaining('Upload-Length')]);
    expect(await ask({ 'Upload-Length': '0' })).toEqual([400, expect.stringContaining('file')]);
    expect(await ask({ 'Upload-Metadata': 'no metadata at all' })).toEqual([
      400,
      expect.stringContaining('Upload-Metadata'),
    ]);
    expect(await ask({ 'Upload-Metadata': 'filename YQ==' })).toEqual([400, expect.stringContaining('chatId')]);
  });

  it('[FI2] goes on where it stopped, however small its pieces', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, n) => n % 251));
    const created = await create(server, customer, chatId, { name: 'data.bin', type: '', bytes });
    const location = created.headers.get('location') ?? '';
    expect(await offsetOf(server, customer, location)).toBe(0);
    expect((await patch(server, customer, location, 0, bytes.subarray(0, 1500))).status).toBe(204);
    expect((await patch(server, customer, location, 700, bytes.subarray(700))).status).toBe(409);
    expect(await offsetOf(server, customer, location)).toBe(1500);
    await patch(server, customer, location, 1500, bytes.subarray(1500, 1501));
    await patch(server, customer, location, 1501, bytes.subarray(1501));
    const id = location.split('/').at(-1) ?? '';
    expect(await settled(server, customer, id)).toMatchObject({ state: 'ready', received: 5000, length: 5000 });
    const answer = await fetch(`${server.url}/api/attachments/${id}`, {
      headers: { Authorization: `Bearer ${customer.token}` },
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('[FI2] takes no more than was announced', async () => {
    const created = await create(server, customer, chatId, { ...note, bytes: note.bytes.subarray(0, 5) });
    const location = created.headers.get('location') ?? '';
    expect((await patch(server, customer, location, 0, note.bytes)).status).toBe(413);
  });

  it('[FI3] that is cancelled is gone, and nobody else can cancel or see it', async () => {
    const created = await create(server, customer, chatId, note);
    const location = created.headers.get('location') ?? '';
    const id = location.split('/').at(-1) ?? '';
    for (const other of [stranger, provider]) {
      expect((await cancel(server, other, location)).status).toBe(404);
      expect((await patch(server, other, location, 0, note.bytes)).status).toBe(404);
      expect((await server.rest(other.token, 'GET', `/api/uploads/${id}`)).status).toBe(404);
    }
    expect((await cancel(server, customer, location)).status).toBe(204);
    expect((await patch(server, customer, location, 0, note.bytes)).status).toBe(404);
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).status).toBe(404);
  });

  it('[FI21] is shown to its owner over both doors', async () => {
    const id = await upload(server, customer, chatId, note);
    await settled(server, customer, id);
    const { call } = await server.socket(customer.token);
    const { ok, upload: seen } = await call('get_upload', { attachmentId: id });
    expect(ok).toBe(true);
    expect(seen).toEqual((await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).body);
    expect(seen).toEqual({
      id,
      state: 'ready',
      received: note.bytes.length,
      length: note.bytes.length,
      attachment: { id, name: 'note.txt', type: 'text/plain', size: note.bytes.length },
      reason: null,
    });
  });

  it('[FI4] that is too large for what it is is refused before a byte is sent', async () => {
    const large = { 'Upload-Length': String(2 * 1024 * 1024) };
    const image = await create(server, customer, chatId, photo, large);
    expect([image.status, (await image.json()).code]).toEqual([413, 'payload_too_large']);
    expect((await create(server, customer, chatId, note, large)).status).toBe(201);
    expect((await create(server, customer, chatId, note, { 'Upload-Length': '17000000' })).status).toBe(413);
  });

  it('[FI4] whatever it claims to be, what it is has the limit of that', async () => {
    const bytes = Buffer.concat([photo.bytes, Buffer.alloc(2 * 1024 * 1024)]);
    const id = await upload(server, customer, chatId, { name: 'a.bin', type: 'application/zip', bytes });
    expect(await settled(server, customer, id)).toMatchObject({ state: 'refused', reason: 'too_large' });
  });
});

it('[FI4] more than so many uploads, or bytes, are rate_limited, and say until when', async () => {
  const small = await startTestServer({ LIMIT_OPEN_UPLOADS: '2', LIMIT_UPLOADS: '3', LIMIT_UPLOAD_BYTES: '1000' });
  try {
    const [a, b, c] = [await small.user('customer'), await small.user('provider'), await small.user('customer')];
    const [ours, theirs] = [await small.chat(a, b), await small.chat(c, b)];
    const ask = async (who: TestUser, chat: string, bytes = Buffer.alloc(10)) => {
      const answer = await create(small, who, chat, { ...note, bytes });
      return [answer.status, answer.status === 201 ? '' : (await answer.json()).retry_after_ms > 0];
    };
    const both = await Promise.all([1, 2, 3].map(() => ask(a, ours)));
    expect(both.filter(([status]) => status === 201)).toHaveLength(2);
    expect(both.filter(([status]) => status === 429)).toHaveLength(1);
    expect(await ask(c, theirs, Buffer.alloc(600))).toEqual([201, '']);
    expect(await ask(c, theirs, Buffer.alloc(600))).toEqual([429, true]);
    for (let n = 0; n < 3; n++) await settled(small, b, await upload(small, b, ours, note));
    expect(await ask(b, ours)).toEqual([429, true]);
    const metrics = await (await fetch(`${small.url}/metrics`)).text();
    for (const limiter of ['uploads_open', 'uploads_count', 'uploads_bytes']) {
      expect(metrics).toContain(`chat_ratelimit_rejections_total{limiter="${limiter}"}`);
    }
  } finally {
    await small.close();
  }
});

describe.each(DOORS)('a message with files, over %s', (kind) => {
  it('[FI10][FI11] takes finished uploads, and everybody sees them', async () => {
    const send = await openDoor(server, customer, kind);
    const listener = await server.socket(provider.token);
    await listener.call('join_chat', { chatId });
    const ids = [
      await readyUpload(server, customer, chatId, photo),
      await readyUpload(server, customer, chatId, photo),
    ];
    const { body } = await send('send_message', {
      chatId,
      message: '',
      client_id: `${kind} album`,
      attachment_ids: ids,
    });
    expect(body).toMatchObject({ message_type: 'image', message: '' });
    const shown = {
      name: 'garden.jpg',
      type: 'image/jpeg',
      width: 320,
      height: 200,
      size: expect.any(Number),
      placeholder: expect.any(String),
    };
    expect(body.attachments).toEqual(ids.map((id) => ({ id, ...shown })));
    const heard = await listener.event('new_message', ({ id }) => id === body.id);
    expect(heard).toEqual(body);
    const history = await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=1`);
    expect(history.body.messages).toEqual([body]);
    const again = await send('send_message', { chatId, message: '', client_id: `${kind} album`, attachment_ids: ids });
    expect(again.body).toEqual(body);
  });

  it('[FI10] takes no upload that is unfinished, of somebody else, of another chat, or sent before', async () => {
    const send = await openDoor(server, customer, kind);
    const good = await readyUpload(server, customer, chatId, note);
    const created = await create(server, customer, chatId, note);
    const unfinished = created.headers.get('location')?.split('/').at(-1) ?? '';
    const others = await readyUpload(server, provider, chatId, note);
    const elsewhere = await readyUpload(server, customer, await server.chat(customer, provider), note);
    const { body: before } = await send('send_message', {
      chatId,
      message: 'mine',
      attachment_ids: [await readyUpload(server, customer, chatId, note)],
    });
    const sent = before.attachments[0].id;
    const last = before.seq;
    for (const bad of [unfinished, others, elsewhere, sent, 'x', 'a,b', good]) {
      const { error } = await send('send_message', { chatId, message: 'see', attachment_ids: [good, bad] });
      expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('attachment_ids.1') });
    }
    const { body } = await send('send_message', { chatId, message: 'see', attachment_ids: [good] });
    expect(body).toMatchObject({
      message: 'see',
      message_type: 'document',
      seq: last + 1,
      attachments: [{ id: good }],
    });
  });

  it('[FI10] of many that want the same file at once one gets it', async () => {
    const id = await readyUpload(server, customer, chatId, note);
    const send = await openDoor(server, customer, kind);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => send('send_message', { chatId, message: `try ${n}`, attachment_ids: [id] })),
    );
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ error }) => (error ? [error.code] : [])))).toEqual(new Set(['invalid_payload']));
  });

  it('[FI11] of a type that does not fit its files is refused', async () => {
    const send = await openDoor(server, customer, kind);
    const id = await readyUpload(server, customer, chatId, note);
    for (const message_type of ['image', 'voice']) {
      const { error } = await send('send_message', { chatId, message: '', message_type, attachment_ids: [id] });
      expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('message_type') });
    }
    const { error } = await send('send_message', { chatId, message: '' });
    expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('message') });
    const { error: stillClosed } = await send('send_message', { chatId, message: '  ', attachment_ids: [] });
    expect(stillClosed).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('message') });
  });

  it('[VO1][VO2][VO3] that is a voice message has one sound of fifteen minutes at most, its duration and its peaks', async () => {
    const send = await openDoor(server, customer, kind);
    const voice = (bytes: Buffer, type: string): Promise<string> =>
      readyUpload(server, customer, chatId, { name: 'voice', type, bytes, peaks: PEAKS.join(',') });
    for (const [bytes, type, peaks] of [
      [webm(4200), 'audio/webm', SILENCE],
      [m4a(4200), 'audio/mp4', PEAKS],
    ] as const) {
      const id = await voice(bytes, type);
      const { body } = await send('send_message', { chatId, message: '', message_type: 'voice', attachment_ids: [id] });
      expect(body).toMatchObject({ message_type: 'voice', attachments: [{ id, type, peaks }] });
      expect(Math.abs(body.attachments[0].duration_ms - 4200)).toBeLessThan(25);
    }
    const two = [await voice(webm(1000), 'audio/webm'), await voice(webm(1000), 'audio/webm')];
    const long = await voice(m4a(902_000), 'audio/mp4');
    for (const ids of [two, [long]]) {
      const { error } = await send('send_message', { chatId, message: '', message_type: 'voice', attachment_ids: ids });
      expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('message_type') });
    }
    const { body } = await send('send_message', { chatId, message: '', attachment_ids: [long] });
    expect(body).toMatchObject({ message_type: 'document' });
  });
});

it('[VO5] says who has listened to it, over both doors', async () => {
  const rest = await openDoor(server, customer, 'rest');
  const bytes = webm(1000);
  const id = await readyUpload(server, customer, chatId, { name: 'voice', type: 'audio/webm', bytes });
  const voice = { chatId, message: '', message_type: 'voice', attachment_ids: [id] };
  const { body: sent } = await rest('send_message', voice);
  expect(sent).not.toHaveProperty('played_by');
  const mine = await server.rest(customer.token, 'PUT', `/api/chat/${chatId}/messages/${sent.id}/played`);
  expect([mine.status, mine.body.played_by]).toEqual([200, undefined]);
  const device = await server.socket(customer.token);
  await device.call('join_chat', { chatId });
  const other = await server.socket(provider.token);
  const played = await other.call('mark_played', { chatId, messageId: sent.id });
  expect(played.message.played_by).toEqual([provider.id]);
  const told = await device.event('message_updated', (message) => message.id === sent.id);
  expect(told.played_by).toEqual([provider.id]);
  const again = await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/messages/${sent.id}/played`);
  expect([again.status, again.body.revision]).toEqual([200, told.revision]);
  const { body: text } = await rest('send_message', { chatId, message: 'no sound' });
  expect((await other.call('mark_played', { chatId, messageId: text.id })).error.code).toBe('forbidden');
  const stranger = await server.user('provider');
  const path = `/api/chat/${chatId}/messages/${sent.id}/played`;
  expect((await server.rest(stranger.token, 'PUT', path)).body.code).toBe('not_found');
});

it('[FI11][ED8] a caption can be written, changed and emptied; a text without files cannot', async () => {
  const send = await openDoor(server, customer, 'socket');
  const id = await readyUpload(server, customer, chatId, note);
  const { body: sent } = await send('send_message', { chatId, message: '', attachment_ids: [id] });
  const edit = (messageId: string, message: string) =>
    server.rest(customer.token, 'PUT', `/api/chat/${chatId}/messages/${messageId}`, { message });
  expect((await edit(sent.id, 'The gate')).body.message).toBe('The gate');
  const emptied = await edit(sent.id, '  ');
  expect([emptied.status, emptied.body.message, emptied.body.attachments.length]).toEqual([200, '', 1]);
  const { body: text } = await send('send_message', { chatId, message: 'words' });
  const refused = await edit(text.id, ' ');
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    400,
    'invalid_payload',
    expect.stringContaining('message'),
  ]);
});

it('[VO3] peaks are what can be heard, whatever its sender says', async () => {
  const spoken = await voiceOf('ogg');
  const shown = async (peaks?: string) => {
    const file = { name: 'v', type: 'audio/ogg', bytes: spoken, ...(peaks === undefined ? {} : { peaks }) };
    const id = await readyUpload(server, customer, chatId, file);
    return (await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).body.attachment;
  };
  const honest = await shown();
  expect(honest.duration_ms).toBe(9005);
  // It begins before anybody speaks, and ends after.
  expect(honest.peaks).toHaveLength(64);
  expect(honest.peaks[0]).toBeLessThan(10);
  expect(honest.peaks.at(-1)).toBeLessThan(10);
  expect(Math.max(...honest.peaks)).toBeGreaterThan(50);
  expect((await shown(PEAKS.map(() => 100).join(','))).peaks).toEqual(honest.peaks);
});

it('[VO3] peaks in another shape are refused, and say so', async () => {
  const answer = await create(server, customer, chatId, {
    name: 'v',
    type: 'audio/webm',
    bytes: webm(1000),
    peaks: '1,2,3',
  });
  expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringContaining('peaks')]);
});

it('[FI11] a file without a text is quoted by its name', async () => {
  const send = await openDoor(server, customer, 'socket');
  const id = await readyUpload(server, customer, chatId, note);
  const { body: sent } = await send('send_message', { chatId, message: '', attachment_ids: [id] });
  const { body } = await send('send_message', { chatId, message: 'this one', reply_to: sent.id });
  expect(body.reply_to).toMatchObject({ id: sent.id, preview: 'note.txt' });
  await send('delete_message', { chatId, messageId: sent.id });
  const history = await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages?limit=1`);
  expect(history.body.messages[0].reply_to).toMatchObject({ preview: '' });
});

it.each(DOORS)('[RE4] a picture is quoted with itself, as long as it is there (%s)', async (kind) => {
  const send = await openDoor(server, customer, kind);
  const other = await server.socket(provider.token);
  await other.call('join_chat', { chatId });
  const ids = [await readyUpload(server, customer, chatId, note), await readyUpload(server, customer, chatId, photo)];
  const { body: sent } = await send('send_message', { chatId, message: 'The garden', attachment_ids: ids });
  const { body } = await send('send_message', { chatId, message: 'this one', reply_to: sent.id });
  const [, image] = sent.attachments;
  const quote = { id: sent.id, seq: sent.seq, sender_id: customer.id, preview: 'The garden', image };
  expect(image).toMatchObject({ id: ids[1], width: 320 });
  expect(body.reply_to).toEqual(quote);
  expect((await other.event('new_message', ({ id }) => id === body.id)).reply_to).toEqual(quote);
  const latest = async () => (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=1`)).body;
  expect((await latest()).messages[0].reply_to).toEqual(quote);
  await send('delete_message', { chatId, messageId: sent.id });
  expect((await latest()).messages[0].reply_to).toEqual({ ...quote, preview: '', image: undefined });
});
