import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { launchOptions } from './fixtures/browser.mjs';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

test.use({
  launchOptions: {
    ...launchOptions,
    args: [
      ...launchOptions.args,
      // A microphone that beeps, and nobody to ask.
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
});

// Two browsers, real files, and a recorder that takes its time.
test.slow();

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

async function two(browser: Parameters<typeof signIn>[0]): Promise<{ customer: Person; provider: Person }> {
  const options = { permissions: ['microphone'] };
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), options);
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'), options);
  await customer.openChatWith(provider.name);
  await provider.openChatWith(customer.name);
  return { customer, provider };
}

/** A real PNG, drawn by the browser itself. */
async function drawPicture(page: Page, width: number, height: number): Promise<number[]> {
  return page.evaluate(
    async ([w, h]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
      const pen = canvas.getContext('2d');
      if (pen === null || w === undefined || h === undefined) throw new Error('no canvas');
      const colours = pen.createLinearGradient(0, 0, w, h);
      colours.addColorStop(0, '#3aa17e');
      colours.addColorStop(1, '#d97b2f');
      pen.fillStyle = colours;
      pen.fillRect(0, 0, w, h);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    },
    [width, height],
  );
}

/** Files that come by the clipboard, or are let go over an element. */
async function bring(
  target: Locator,
  how: 'paste' | 'drop',
  files: readonly { name: string; type: string; bytes: number[] }[],
) {
  await target.evaluate(
    (element, [kind, all]) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of all) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
      if (kind === 'paste') {
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        return;
      }
      for (const event of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    [how, files] as const,
  );
}

const box = ({ page }: Person) => page.getByRole('textbox', { name: /^Message to/ });
const tray = ({ page }: Person) => page.getByRole('list', { name: 'Files to send' });
const sendButton = ({ page }: Person) => page.getByRole('button', { name: 'Send', exact: true });

test('[FI7][FI11] photos are pasted and dropped, go with a caption as one album, and are looked at', async ({
  browser,
}) => {
  const { customer, provider } = await two(browser);
  const picture = await drawPicture(customer.page, 1200, 800);
  await bring(box(customer), 'paste', [{ name: 'garden.png', type: 'image/png', bytes: picture }]);
  await expect(tray(customer).getByText('garden.png')).toBeVisible();
  await bring(customer.page.getByRole('log'), 'drop', [
    { name: 'gate.png', type: 'image/png', bytes: picture },
    { name: 'shed.png', type: 'image/png', bytes: picture },
  ]);
  await expect(tray(customer).getByText(/^Ready/)).toHaveCount(3);
  await customer.page.getByRole('button', { name: 'Remove shed.png' }).click();
  await expect(tray(customer).getByRole('listitem')).toHaveCount(2);
  await box(customer).fill('How it looks today');
  await sendButton(customer).click();
  await expect(tray(customer)).toHaveCount(0);

  const seen = provider.log.getByRole('article').filter({ hasText: 'How it looks today' });
  const images = seen.getByRole('button', { name: /^Open image/ });
  await expect(images).toHaveCount(2);
  await expect(images.first().locator('img')).toHaveJSProperty('complete', true);
  await expect
    .poll(() =>
      images
        .first()
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBe(640);

  await images.first().click();
  const viewer = provider.page.getByRole('dialog', { name: 'Image 1 of 2' });
  await expect(viewer).toBeVisible();
  await expect.poll(() => viewer.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1200);
  await provider.page.keyboard.press('ArrowRight');
  await expect(provider.page.getByRole('dialog', { name: 'Image 2 of 2' })).toBeVisible();
  await provider.page.keyboard.press('+');
  await expect(provider.page.locator('.stm-viewer__stage img')).toHaveCSS('transform', /matrix\(1\.5/);
  const saved = provider.page.waitForEvent('download');
  await provider.page.getByRole('button', { name: 'Save gate.png' }).click();
  expect((await saved).suggestedFilename()).toBe('gate.png');
  await provider.page.keyboard.press('Escape');
  await expect(provider.page.getByRole('dialog')).toHaveCount(0);
});

test('[FI5][FI9] a document is saved as it was sent, and what is refused says why before it is sent', async ({
  browser,
}) => {
  const { customer, provider } = await two(browser);
  const bytes = [...Buffer.from('%PDF-1.7\n% a bill\n')];
  await customer.page.getByTestId('attach-input').setInputFiles([
    { name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from(bytes) },
    {
      name: 'setup.exe',
      mimeType: 'application/octet-stream',
      buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]),
    },
  ]);
  await expect(tray(customer).getByText('Programs cannot be sent.')).toBeVisible();
  await expect(sendButton(customer)).toBeDisabled();
  await customer.page.getByRole('button', { name: 'Remove setup.exe' }).click();
  await sendButton(customer).click();
  const document = provider.page.getByRole('button', { name: 'Save bill.pdf' }).last();
  await expect(document).toBeVisible();
  const saved = provider.page.waitForEvent('download');
  await document.click();
  expect(await readFile(await (await saved).path(), 'utf8')).toBe('%PDF-1.7\n% a bill\n');
});

test('[FI2][FI23] an upload goes on where it was cut off, after a reload, and its message follows', async ({
  browser,
}) => {
  const { customer, provider } = await two(browser);
  const { page } = customer;
  let cut = true;
  const offsets: string[] = [];
  await page.route('**/api/uploads/*', async (route) => {
    const request = route.request();
    if (request.method() !== 'PATCH') return route.continue();
    const offset = request.headers()['upload-offset'] ?? '';
    if (cut && offset !== '0') return route.abort('connectionreset');
    offsets.push(offset);
    return route.continue();
  });
  const size = 12 * 1024 * 1024;
  await page
    .getByTestId('attach-input')
    .setInputFiles([{ name: 'plans.bin', mimeType: '', buffer: Buffer.alloc(size, 7) }]);
  await expect(tray(customer).getByText('plans.bin')).toBeVisible();
  await box(customer).fill('The plans');
  // Reloaded before the first piece has arrived whole, it would go on from the middle of it.
  const firstPiece = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
  await sendButton(customer).click();
  await customer.write('and a word after them');
  await firstPiece;
  expect(offsets).toEqual(['0']);
  await page.reload();
  await expect(customer.bubbles('The plans')).toBeVisible();
  await expect(provider.bubbles('and a word after them')).toHaveCount(0);
  cut = false;
  await expect(provider.bubbles('The plans')).toBeVisible({ timeout: 30_000 });
  await expect(provider.bubbles('and a word after them')).toBeVisible();
  expect(offsets).toEqual(['0', String(8 * 1024 * 1024)]);
  const texts = await provider.log.getByRole('article').allInnerTexts();
  const place = (text: string) => texts.findLastIndex((each) => each.includes(text));
  expect(place('The plans')).toBeLessThan(place('and a word after them'));
});

test('[VO1][VO4] a voice message is recorded, listened to, sent, and heard', { tag: '@full' }, async ({ browser }) => {
  const { customer, provider } = await two(browser);
  const { page } = customer;
  const microphone = page.getByRole('button', { name: 'Record a voice message' });
  // Held and let go: it is on its way.
  await microphone.hover();
  await page.mouse.down();
  await expect(page.getByRole('timer')).toHaveText('0:02', { timeout: 15_000 });
  await page.mouse.up();
  const heard = provider.page.getByRole('button', { name: /^Play voice message, 0:0\d/ });
  await expect(heard).toHaveCount(1, { timeout: 20_000 });

  // Slid away: nothing is.
  await microphone.hover();
  await page.mouse.down();
  await expect(page.getByRole('timer')).toBeVisible();
  const at = await microphone.boundingBox();
  await page.mouse.move((at?.x ?? 0) - 200, at?.y ?? 0, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole('timer')).toHaveCount(0);

  // Pressed: hands free, listened to, then sent.
  await microphone.press('Enter');
  await expect(page.getByRole('timer')).toHaveText('0:04', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Stop and listen' }).click();
  const recorder = page.getByRole('group', { name: 'Recording' });
  await recorder.getByRole('button', { name: /^Play voice message/ }).click();
  await page.getByRole('button', { name: 'Send the voice message' }).click();
  await expect(heard).toHaveCount(2, { timeout: 20_000 });

  // The first is played, and the next one follows; how fast is remembered.
  const speed = provider.page.getByRole('button', { name: /^Speed/ });
  await speed.first().click();
  await expect(speed.first()).toHaveText('1.5×');
  await heard.first().click();
  const second = provider.log.getByRole('article').last();
  await expect(second.getByRole('button', { name: 'Pause' })).toBeVisible({ timeout: 20_000 });
  const track = second.getByRole('slider', { name: 'Position' });
  await track.press('Home');
  await second.getByRole('button', { name: 'Pause' }).click();
  // Where its waveform is pressed it goes on: in the middle.
  await track.click();
  const seconds = async (name: string) => Number(await track.getAttribute(name));
  expect(await seconds('aria-valuenow')).toBeCloseTo((await seconds('aria-valuemax')) / 2, -0.5);
  await expect(track.locator('.stm-waveform')).toBeVisible();
  await expect(second.getByRole('button', { name: /^Play voice message/ })).toBeVisible();
  await provider.page.reload();
  await expect(provider.page.getByRole('button', { name: /^Speed/ }).first()).toHaveText('1.5×');
});

test(
  '[VO4] slid up it records without the hand, draws what it hears, and is played on in another chat',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, provider } = await two(browser);
    const { page } = customer;
    const microphone = page.getByRole('button', { name: 'Record a voice message' });
    await microphone.hover();
    await page.mouse.down();
    await expect(page.getByRole('timer')).toBeVisible();
    const at = await microphone.boundingBox();
    await page.mouse.move((at?.x ?? 0) + 10, (at?.y ?? 0) - 120, { steps: 5 });
    await page.mouse.up();
    const recorder = page.getByRole('group', { name: 'Recording' });
    await expect(recorder.getByRole('button', { name: 'Pause' })).toBeVisible();
    // The microphone beeps: some bars are high, and the picture moves on.
    const bars = () =>
      recorder.locator('.stm-waveform rect').evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('height'))));
    await expect.poll(async () => Math.max(...(await bars())), { timeout: 15_000 }).toBeGreaterThan(6);
    const before = await bars();
    await expect.poll(bars).not.toEqual(before);
    await recorder.getByRole('button', { name: 'Pause' }).click();
    await expect(recorder).toHaveAttribute('data-paused', 'true');
    await recorder.getByRole('button', { name: 'Go on recording' }).click();
    await expect(recorder).not.toHaveAttribute('data-paused');
    await expect(page.getByRole('timer')).toHaveText('0:06', { timeout: 20_000 });
    await page.getByRole('button', { name: 'Send the voice message' }).click();

    // The last one: what other people of these tests have said before it is in the chat, too.
    const play = provider.log
      .getByRole('article')
      .last()
      .getByRole('button', { name: /^Play voice message, 0:0[6-9]/ });
    await expect(play).toBeVisible({ timeout: 20_000 });
    // What is shown of it was heard by the server.
    const shown = provider.log.locator('.stm-voice .stm-waveform rect').last().locator('xpath=..').locator('rect');
    await expect(shown).toHaveCount(64);
    await provider.page
      .getByRole('button', { name: /^Speed/ })
      .last()
      .click();
    await play.click();
    await provider.page.getByRole('list', { name: /chats/i }).getByRole('link').nth(1).click();
    const elsewhere = provider.page.getByRole('group', { name: 'Voice message' });
    await expect(elsewhere).toBeVisible();
    await elsewhere.getByRole('button', { name: 'Pause' }).click();
    await elsewhere.getByRole('button', { name: /^Play voice message/ }).click();
    // Heard to its end, it goes by itself.
    await expect(elsewhere).toHaveCount(0, { timeout: 20_000 });
    await provider.openChatWith(customer.name);
    await play.click();
    await provider.page.getByRole('list', { name: /chats/i }).getByRole('link').nth(1).click();
    await elsewhere.getByRole('button', { name: 'Stop' }).click();
    await expect(elsewhere).toHaveCount(0);
  },
);

test('[VO4] fifteen minutes end a recording, which can then be sent', { tag: '@full' }, async ({ browser }) => {
  const { customer } = await two(browser);
  const { page } = customer;
  await page.clock.install();
  await page.getByRole('button', { name: 'Record a voice message' }).press('Enter');
  await page.clock.runFor(1000);
  await expect(page.getByRole('timer')).toHaveText('0:01');
  await page.clock.fastForward('14:58');
  await page.clock.runFor(1000);
  await expect(page.getByRole('button', { name: /^Play voice message, 1[45]:\d\d/ })).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^(14:59|15:00)$/);
  await expect(page.getByRole('button', { name: 'Send the voice message' })).toBeEnabled();
});

test('[VO1][VO4] a browser without WebM and Ogg records MP4', { tag: '@full' }, async ({ browser }) => {
  const options = { permissions: ['microphone'] };
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), options);
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'), options);
  // As Safari answers; what is asked for is then recorded with the codec that this browser has for the same container.
  await customer.page.evaluate(() => {
    const Recorder = MediaRecorder;
    class Safari extends Recorder {
      constructor(stream: MediaStream, asked: MediaRecorderOptions = {}) {
        (window as unknown as { asked: unknown }).asked = asked.mimeType;
        super(stream, { ...asked, mimeType: 'audio/mp4;codecs=opus' });
      }
      static override isTypeSupported(type: string): boolean {
        return /^audio\/mp4(?!.*opus)/.test(type);
      }
    }
    window.MediaRecorder = Safari;
  });
  await customer.openChatWith(provider.name);
  await provider.openChatWith(customer.name);
  await customer.page.getByRole('button', { name: 'Record a voice message' }).press('Enter');
  await expect(customer.page.getByRole('timer')).toHaveText('0:03', { timeout: 20_000 });
  expect(await customer.page.evaluate(() => (window as unknown as { asked: unknown }).asked)).toBe(
    'audio/mp4;codecs=mp4a.40.2',
  );
  await customer.page.getByRole('button', { name: 'Send the voice message' }).click();
  const play = provider.page.getByRole('button', { name: /^Play voice message, 0:0[34]/ });
  await expect(play).toBeVisible({ timeout: 20_000 });
  await play.click();
  await expect(provider.log.getByRole('button', { name: 'Pause' })).toBeVisible();
});
