import { afterAll, beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { hostileFiles } from './testing/hostile-files.js';
import { photoWithPlace, picture } from './testing/pictures.js';
import { download, readyUpload, settled, upload } from './testing/tus.js';

let server: TestServer;
let customer: TestUser;
let chatId: string;
beforeAll(async () => {
  server = await startTestServer({ LIMIT_OPEN_UPLOADS: '0' });
  customer = await server.user('customer');
  chatId = await server.chat(customer, await server.user('provider'));
});
afterAll(() => server.close());

const files = await hostileFiles();

it.each(files.map((file) => [file.what, file] as const))('[FI5][FI6][FI8] %s', async (_, file) => {
  const id = await upload(server, customer, chatId, file);
  const { state, reason, attachment } = await settled(server, customer, id);
  if ('refused' in file.expected) {
    expect([state, reason]).toEqual(['refused', file.expected.refused]);
    expect((await download(server, customer, id)).status).toBe(404);
    return;
  }
  expect([state, attachment?.type]).toEqual(['ready', file.expected.type]);
  const answer = await download(server, customer, id);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  for (const gone of file.expected.without ?? []) expect(bytes.includes(gone)).toBe(false);
  for (const gone of file.expected.without ?? []) expect(file.bytes.includes(gone)).toBe(true);
  if (/octet|text/.test(file.expected.type)) {
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  }
});

it('[FI6] an image keeps its way up and its colours', async () => {
  const id = await readyUpload(server, customer, chatId, {
    name: 'a.jpg',
    type: 'image/jpeg',
    bytes: await photoWithPlace(),
  });
  const bytes = Buffer.from(await (await download(server, customer, id)).arrayBuffer());
  // A camera that lay on its side: what was the left, red half is now above.
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([200, 320]);
  const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
  const [red, blue] = [pixel(100, 40), pixel(100, 280)];
  expect(red[0]).toBeGreaterThan(200);
  expect(red[2]).toBeLessThan(60);
  expect(blue[2]).toBeGreaterThan(200);
  expect(blue[0]).toBeLessThan(60);

  const wide = await sharp(await picture('png'))
    .withIccProfile('p3')
    .toBuffer();
  const other = await readyUpload(server, customer, chatId, { name: 'p3.png', type: 'image/png', bytes: wide });
  const kept = await sharp(Buffer.from(await (await download(server, customer, other)).arrayBuffer())).metadata();
  expect(kept.icc).toEqual((await sharp(wide).metadata()).icc);
});

it('[FI6] an image in four inks is shown in its colours, which browsers disagree about', async () => {
  const plain = sharp({ create: { width: 60, height: 60, channels: 3, background: '#2060c0' } });
  const inks = await plain.toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer();
  const sent = await sharp(inks).metadata();
  expect([sent.space, sent.hasProfile]).toEqual(['cmyk', true]);
  const id = await readyUpload(server, customer, chatId, { name: 'inks.jpg', type: 'image/jpeg', bytes: inks });
  const served = Buffer.from(await (await download(server, customer, id)).arrayBuffer());
  const { space, icc } = await sharp(served).metadata();
  expect(space).toBe('srgb');
  // Its profile was of inks: kept with these numbers, it would make another colour of them.
  expect(icc).not.toEqual(sent.icc);
  const { data } = await sharp(served).raw().toBuffer({ resolveWithObject: true });
  const [red = 255, green = 255, blue = 0] = data;
  expect(red < green && green < blue).toBe(true);
});

it('[FI6] an animation goes on moving', async () => {
  const frames = await sharp({ create: { width: 40, height: 120, channels: 3, background: '#123456', pageHeight: 40 } })
    .composite([{ input: await picture('png', 20, 20), left: 0, top: 45 }])
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
  const id = await readyUpload(server, customer, chatId, { name: 'a.gif', type: 'image/gif', bytes: frames });
  const { body } = await server.rest(customer.token, 'GET', `/api/uploads/${id}`);
  expect(body.attachment).toMatchObject({ type: 'image/gif', width: 40, height: 40 });
  const { pages } = await sharp(Buffer.from(await (await download(server, customer, id)).arrayBuffer()), {
    animated: true,
  }).metadata();
  expect(pages).toBeGreaterThan(1);
});

it('[FI7] an image has a thumbnail and a placeholder', async () => {
  const bytes = await picture('jpeg', 2000, 1000);
  const id = await readyUpload(server, customer, chatId, { name: 'a.jpg', type: 'image/jpeg', bytes });
  const answer = await download(server, customer, `${id}/thumbnail`);
  expect(answer.headers.get('content-type')).toBe('image/webp');
  const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
  expect([width, height]).toEqual([640, 320]);
  const { body } = await server.rest(customer.token, 'GET', `/api/uploads/${id}`);
  expect(Buffer.from(body.attachment.placeholder, 'base64').length).toBeGreaterThan(4);
});
