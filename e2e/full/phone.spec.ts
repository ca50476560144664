import { type Browser, type CDPSession, expect, type Page, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';
import { reading, scrollBy, settled, topOf } from '../fixtures/message-log.js';

/** What a phone does: its keyboard lies over the page, fingers pinch and swipe, its microphone may be blocked. */

test.use({
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    // A microphone, and nobody who allows it.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--use-fake-device-for-media-stream'],
  },
});

let demo: DemoSite;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(() => demo.stop());

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const SINK = '00000000-0000-4000-8000-000000000001';
const FILES = '00000000-0000-4000-8000-000000000003';
const DISPUTED = '00000000-0000-4000-8000-000000000002';

async function openChat(browser: Browser, chatId: string, query = ''): Promise<Page> {
  const page = await demo.open(browser, `latency=0&${query}&path=${encodeURIComponent(`/chats/${chatId}`)}`, PHONE);
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  await settled(page);
  return page;
}

/** Fingers, each with its way: where it goes down, and where it is let go. */
async function touch(devtools: CDPSession, ways: readonly (readonly [number, number, number, number])[]) {
  const at = (part: number) =>
    ways.map(([x, y, toX, toY], id) => ({ id, x: x + (toX - x) * part, y: y + (toY - y) * part }));
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: ReturnType<typeof at>) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', at(0));
  for (const part of [0.25, 0.5, 0.75, 1]) await send('touchMove', at(part));
  await send('touchEnd', []);
}

test('where the keyboard lies over the page, header and composer stay in sight, and what is read stays', async ({
  browser,
}) => {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  // Headless Chromium has no keyboard of its own: this is what a phone's page is told when one opens.
  await page.addInitScript((whole) => {
    const seen = Object.assign(new EventTarget(), { height: whole, scale: 1, offsetTop: 0 });
    Object.defineProperty(window, 'visualViewport', { value: seen });
    Object.assign(window, {
      keyboard(height: number) {
        seen.height = whole - height;
        seen.dispatchEvent(new Event('resize'));
      },
    });
  }, PHONE.viewport.height);
  await page.goto(`${demo.url}/demo.html?latency=0&path=${encodeURIComponent(`/chats/${SINK}`)}`);
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  await scrollBy(page, -400);
  await settled(page);
  const before = await reading(page);
  const keyboard = (height: number) =>
    page.evaluate((pixels) => (window as unknown as { keyboard(height: number): void }).keyboard(pixels), height);
  const edges = () =>
    page.evaluate(() => ({
      header: document.querySelector('.stm-header')?.getBoundingClientRect().top,
      composer: Math.round(document.querySelector('.stm-composer')?.getBoundingClientRect().bottom ?? 0),
    }));
  expect(await edges()).toEqual({ header: 0, composer: 844 });
  await keyboard(320);
  await expect.poll(edges).toEqual({ header: 0, composer: 524 });
  await settled(page);
  expect(await topOf(page, before.key)).toBe(before.top);
  await keyboard(0);
  await expect.poll(edges).toEqual({ header: 0, composer: 844 });
  await settled(page);
  expect(await topOf(page, before.key)).toBe(before.top);
});

test('in the viewer two fingers enlarge, a swipe goes to the next image, and one downwards puts it away', async ({
  browser,
}) => {
  const page = await openChat(browser, SINK);
  await page.evaluate((chat) => {
    const attachments = [1, 2].map((nth) => ({
      ...{ id: `00000000-0000-4000-8000-00000000096${nth}`, name: `${nth}.jpg`, type: 'image/jpeg', size: 9000 },
      ...{ width: 1600, height: 1200 },
    }));
    const fields = { sender_id: 2, sender_type: 'provider' as const, message_type: 'image' as const, message: '' };
    window.fake.store(chat, { ...fields, attachments });
  }, SINK);
  await page.getByRole('button', { name: 'Open image 1.jpg' }).tap();
  const viewer = page.getByRole('dialog');
  const image = viewer.getByRole('img');
  await expect(image).toHaveAttribute('alt', '1.jpg');
  const devtools = await page.context().newCDPSession(page);
  await touch(devtools, [[300, 420, 100, 430]]);
  await expect(image).toHaveAttribute('alt', '2.jpg');
  await touch(devtools, [[100, 420, 300, 430]]);
  await expect(image).toHaveAttribute('alt', '1.jpg');
  await touch(devtools, [
    [180, 420, 80, 420],
    [210, 420, 310, 420],
  ]);
  const scale = () => image.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
  await expect.poll(scale).toBeGreaterThan(2);
  // Enlarged, a finger moves it.
  await touch(devtools, [[300, 420, 100, 430]]);
  await expect(image).toHaveAttribute('alt', '1.jpg');
  expect(await image.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).e)).toBeLessThan(-100);
  await touch(devtools, [
    [80, 420, 180, 420],
    [310, 420, 200, 420],
  ]);
  await expect.poll(scale).toBe(1);
  await touch(devtools, [[195, 300, 200, 560]]);
  await expect(viewer).toHaveCount(0);
  await expect(page.getByRole('log')).toBeVisible();
});

test('from the viewer an image goes into another chat', async ({ browser }) => {
  const page = await openChat(browser, SINK);
  await page.evaluate((chat) => {
    const image = { id: '00000000-0000-4000-8000-000000000961', name: '1.jpg', type: 'image/jpeg', size: 9000 };
    const fields = { sender_id: 2, sender_type: 'provider' as const, message_type: 'image' as const, message: '' };
    window.fake.store(chat, { ...fields, attachments: [{ ...image, width: 1600, height: 1200 }] });
  }, SINK);
  await page.getByRole('button', { name: 'Open image 1.jpg' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Forward' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Forward to' });
  const target = dialog.getByRole('list', { name: 'Your chats' }).getByRole('button').first();
  await target.tap();
  await expect(target).toContainText('Sent');
  const [last] = await page.evaluate(
    (from) =>
      [...window.fake.messages]
        .filter(([id, all]) => id !== from && all.at(-1)?.forwarded)
        .map(([, all]) => all.at(-1)),
    SINK,
  );
  expect(last).toMatchObject({ message_type: 'image', attachments: [{ name: '1.jpg' }] });
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('log')).toBeVisible();
});

test('a microphone that is blocked is explained, and the field is there again', async ({ browser }) => {
  const page = await openChat(browser, SINK);
  await page.getByRole('button', { name: 'Record a voice message' }).press('Enter');
  await expect(page.getByText('The microphone is blocked. Allow it for this page')).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Recording' })).toHaveCount(0);
});

test('the notice of a dispute stays at the top of its chat, with where it stands and until when', async ({
  browser,
}) => {
  const page = await openChat(browser, DISPUTED);
  const banner = page.getByRole('region', { name: 'Dispute' });
  await expect(banner).toContainText('Bilal Ahmed made an offer. It waits for you');
  await expect(banner).toContainText(/Settlement by .+ left/);
  const place = await banner.boundingBox();
  await scrollBy(page, -10_000);
  await settled(page);
  await expect(banner).toBeInViewport({ ratio: 1 });
  expect(await banner.boundingBox()).toEqual(place);
});

test('every control in sight is met by a thumb within 44 pixels', async ({ browser }) => {
  for (const [query, ready] of [
    ['', '.stm-chat-item'],
    [`path=${encodeURIComponent(`/chats/${SINK}`)}`, '.stm-composer'],
    [`path=${encodeURIComponent(`/chats/${DISPUTED}`)}`, '.stm-dispute-banner'],
    [`path=${encodeURIComponent(`/chats/${FILES}`)}`, '.stm-voice'],
    ['login', '.login__card'],
  ] as const) {
    // At one time of the day: at another one a line about a new day moves a message half under the header.
    const page = await demo.open(browser, `latency=0&${query}`, { ...PHONE, now: new Date('2026-03-11T16:40:00') });
    await expect(page.locator(ready).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    const small = await page.evaluate(() => {
      const LEAST = 44;
      /** How far from the middle, in one direction, a press still means this. */
      const reach = (element: HTMLElement, x: number, y: number, dx: number, dy: number) => {
        let far = 0;
        // A message that is half in sight is scrolled to, and then whole.
        const log = element.closest('[role=log]')?.getBoundingClientRect();
        const [above, below] = [log?.top ?? 0, log?.bottom ?? window.innerHeight];
        for (; far < LEAST / 2 - 1; far++) {
          const [px, py] = [x + dx * (far + 1), y + dy * (far + 1)];
          if (px < 0 || py < above || px >= window.innerWidth || py >= below) return LEAST / 2;
          const hit = document.elementFromPoint(px, py);
          const label = element.closest('label');
          if (hit === null || !(element.contains(hit) || label?.contains(hit) === true)) return far;
        }
        return LEAST / 2;
      };
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>(
        'button, a[href], select, input, textarea, [role=tab]',
      )) {
        // What is pressed by its words too is as large as both.
        const { left, top, width, height } = (element.closest('label') ?? element).getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        // Links inside of a sentence are as high as its line.
        if (element.matches('.stm-bubble__text a') || !element.checkVisibility({ visibilityProperty: true })) continue;
        const hit = document.elementFromPoint(x, y);
        if (hit === null || !(element.contains(hit) || element.closest('label')?.contains(hit) === true)) continue;
        const wide = reach(element, x, y, -1, 0) + reach(element, x, y, 1, 0);
        const high = reach(element, x, y, 0, -1) + reach(element, x, y, 0, 1);
        // What stands close to the messages beside it, in a line of text and on a bubble's edge: as high as WCAG 2.2 asks for.
        const least = element.matches('.stm-meta, .stm-reaction') ? 24 : LEAST - 2;
        if (wide < LEAST - 2 || high < least)
          found.push(`${element.ariaLabel ?? element.textContent?.slice(0, 40)}: ${wide} × ${high}`);
      }
      return found;
    });
    expect(small, query).toEqual([]);
    await page.context().close();
  }
});
