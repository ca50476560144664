import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type DemoOptions, type DemoSite, startDemo } from '../fixtures/demo-page.js';
import '../fixtures/message-log.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';
const DISPUTED = '00000000-0000-4000-8000-000000000002';
const LONG = '00000000-0000-4000-8000-000000000007';

async function open(browser: Browser, path: string, query = '', options: DemoOptions = {}): Promise<Page> {
  const page = await demo.open(browser, `latency=0&${query}&path=${encodeURIComponent(`/chats/${path}`)}`, options);
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  return page;
}

const scrollBy = (page: Page, pixels: number) =>
  page.evaluate((by) => document.querySelector('[role=log]')?.scrollBy(0, by), pixels);
const store = (page: Page, chatId: string, fields: object) =>
  page.evaluate(([chat, what]) => void window.fake.store(String(chat), what as object), [chatId, fields] as const);
const article = (page: Page, text: string | RegExp) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

test('messages of one sender within five minutes are a group: one face, tight, the tail on the last', async ({
  browser,
}) => {
  const page = await open(browser, SINK);
  const first = article(page, 'PKR 12,500 as agreed');
  const last = article(page, 'I also left the old seal');
  const apart = article(page, 'All dry?');
  await expect(first.locator('.stm-avatar')).toHaveCount(0);
  await expect(last.locator('.stm-avatar')).toHaveCount(1);
  await expect(apart.locator('.stm-avatar')).toHaveCount(1);
  const top = (locator: typeof first) => locator.locator('.stm-bubble').evaluate((b) => b.getBoundingClientRect().top);
  const end = (locator: typeof first) =>
    locator.locator('.stm-bubble').evaluate((b) => b.getBoundingClientRect().bottom);
  expect((await top(last)) - (await end(first))).toBe(2);
  expect((await top(apart)) - (await end(last))).toBe(12);
  const corner = (locator: typeof first) =>
    locator.locator('.stm-bubble').evaluate((b) => getComputedStyle(b).borderEndStartRadius);
  expect(await corner(last)).not.toBe(await corner(first));
  // System messages are nobody's bubble.
  const system = page.locator('.stm-system').last();
  await expect(system.locator('.stm-icon')).toHaveCount(1);
  expect(await system.evaluate((element) => getComputedStyle(element).textAlign)).toBe('center');
  const size = (locator: typeof system) =>
    locator.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  expect(await size(system)).toBeLessThan(await size(last.locator('.stm-bubble__text')));
});

test('where more than two write, a group has the name and role of its writer, once', async ({ browser }) => {
  const page = await open(browser, DISPUTED);
  for (const message of ['One photo', 'And another', 'That is all'])
    await store(page, DISPUTED, { message, sender_id: 2, sender_type: 'provider' });
  await expect(article(page, 'That is all')).toBeVisible();
  for (const [text, name, role] of [
    ['One photo', 'Bilal Ahmed', 'Provider'],
    ['I decide on Friday', 'Sana Mirza', 'Local service manager'],
  ] as const) {
    await expect(article(page, text).locator('.stm-message__name')).toHaveText(name);
    await expect(article(page, text)).toContainText(role);
  }
  for (const text of ['And another', 'That is all']) {
    await expect(article(page, text).locator('.stm-message__name')).toHaveCount(0);
    // For who does not see that it belongs to the one before.
    await expect(article(page, text)).toContainText('Bilal Ahmed: ');
  }
});

test('days stand between the messages, and the one in sight over them while it is scrolled', async ({ browser }) => {
  // Six messages a day, in the afternoon: a few of them are of today, at whatever hour the test runs.
  const afternoon = new Date();
  afternoon.setHours(15, 0, 0, 0);
  const page = await open(browser, LONG, 'messages=400&gap=240', { now: afternoon });
  await expect(page.locator('.stm-day', { hasText: 'Today' })).toHaveCount(1);
  const floating = page.locator('.stm-floating-date');
  await scrollBy(page, -6000);
  await expect(floating).toHaveAttribute('data-visible', 'true');
  const shown = await floating.textContent();
  // The day of the topmost message, by the separator above it.
  const day = await page.evaluate(() => {
    const box = document.querySelector('[role=log]')?.getBoundingClientRect();
    const above = [...document.querySelectorAll('.stm-day')].filter(
      (each) => each.getBoundingClientRect().top <= (box?.top ?? 0) + 8,
    );
    return above.at(-1)?.textContent;
  });
  expect(shown).toBe(day);
  await expect(floating).not.toHaveAttribute('data-visible', 'true');
});

test('the line of new messages is drawn when the page loses the reader, never for my own, and goes when all was read', async ({
  browser,
}) => {
  const page = await open(browser, LONG, 'messages=60');
  const line = page.getByText('New messages');
  await expect(line).toHaveCount(0);
  const look = (there: boolean) =>
    page.evaluate((has) => {
      document.hasFocus = () => has;
      window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
    }, there);
  await look(false);
  await store(page, LONG, { message: 'while you were away' });
  await expect(line).toHaveCount(1);
  const order = await page.evaluate(() => {
    const divider = document.querySelector('.stm-divider');
    return divider?.nextElementSibling?.textContent ?? '';
  });
  expect(order).toContain('while you were away');
  await look(true);
  await expect(line).toBeVisible();
  // It stays while I read and answer, and is new the next time.
  await page.getByRole('textbox', { name: /^Message to/ }).fill('here I am');
  await page.keyboard.press('Enter');
  await expect(article(page, 'here I am')).toBeVisible();
  await expect(line).toHaveCount(1);
  await look(false);
  await look(true);
  await expect(line).toHaveCount(0);
});

test('to the latest: a button from one screen away on, with the number that came since', async ({ browser }) => {
  const page = await open(browser, LONG, 'messages=300');
  const latest = page.getByRole('button', { name: /^Jump to the latest/ });
  await expect(latest).toHaveCount(0);
  await scrollBy(page, -300);
  await expect(latest).toHaveCount(0);
  await scrollBy(page, -2000);
  await expect(latest).toHaveAccessibleName('Jump to the latest message');
  await store(page, LONG, { message: 'one' });
  await store(page, LONG, { message: 'two' });
  await expect(latest).toHaveAccessibleName('Jump to the latest message, 2 new');
  await latest.click();
  await expect(page.getByRole('log').getByText('two', { exact: true })).toBeInViewport();
  await expect(latest).toHaveCount(0);
});

test('a link to a message opens the chat there, marks it, and counts what is unread above', async ({ browser }) => {
  const page = await open(browser, `${LONG}?m=120`, 'messages=400&unread=350');
  const target = article(page, /^Bilal Ahmed: 120\. |^You: 120\. /);
  await expect(target).toBeInViewport({ ratio: 1 });
  await expect(target).toHaveAttribute('data-highlighted', 'true');
  // Those from the 51st on, which is the first unread one, to the one before the target.
  const unread = page.getByRole('button', { name: '69 unread messages above' });
  await expect(unread).toBeVisible();
  await unread.click();
  await expect(page.getByText('New messages')).toBeInViewport();
  await expect(unread).toHaveCount(0);
});

test('a quoted message far away is loaded, shown and marked, and there is a way back', async ({ browser }) => {
  const page = await open(browser, LONG, 'messages=900');
  const quoted = await page.evaluate((chat) => window.fake.messages.get(chat)?.[49]?.id ?? '', LONG);
  const reply = { id: quoted, seq: 50, sender_id: 1, preview: 'number fifty' };
  await store(page, LONG, { message: 'about that', reply_to: reply });
  await page.getByRole('button', { name: /^In reply to/ }).click();
  const original = page.getByRole('log').getByText(/^50\. /);
  await expect(original).toBeInViewport();
  await expect(article(page, /: 50\. /)).toHaveAttribute('data-highlighted', 'true');
  await page.getByRole('button', { name: 'Back to where you were' }).click();
  await expect(page.getByRole('log').getByText('about that')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Back to where you were' })).toHaveCount(0);
});

test('an answer to a photo shows it, small, beside whose it is and what was said', async ({ browser }) => {
  const page = await open(browser, SINK);
  await photo(page, 'tap.jpg', 'This tap');
  const shown = article(page, 'This tap');
  await shown.hover();
  await shown.getByRole('button', { name: /^Actions for (the|your) message/ }).click();
  await page.getByRole('menuitem', { name: 'Reply', exact: true }).click();
  await page.getByRole('textbox', { name: /^Message to/ }).fill('That one, yes');
  await page.keyboard.press('Enter');
  const quote = article(page, 'That one, yes').getByRole('button', { name: /^In reply to Bilal Ahmed.*This tap/ });
  const image = quote.locator('.stm-quote__image img');
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  const box = await image.boundingBox();
  expect(box?.width).toBeGreaterThan(20);
  expect(box?.width).toBeLessThan(80);
});

test('a page of history that does not come says so, and asking again brings it', async ({ browser }) => {
  const page = await open(browser, LONG, 'messages=300');
  await page.evaluate(() => window.fake.goOffline());
  await scrollBy(page, -100_000);
  await expect(page.getByRole('alert').filter({ hasText: 'Earlier messages could not be loaded' })).toBeVisible();
  await page.evaluate(() => window.fake.goOnline());
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('log').getByText(/^240\. /)).toBeAttached();
});

/** A photo with these words, from the other side. */
async function photo(page: Page, name: string, message: string): Promise<void> {
  const attachment = { id: '00000000-0000-4000-8000-000000000950', name, type: 'image/jpeg', size: 90_000 };
  await store(page, SINK, {
    sender_id: 2,
    sender_type: 'provider',
    message_type: 'image',
    message,
    attachments: [{ ...attachment, width: 1600, height: 1200 }],
  });
}

test('an image that does not come says so in its box, and comes into it when it is asked for again', async ({
  browser,
}) => {
  const page = await open(browser, SINK);
  await page.evaluate(() => window.fake.uploads.broken.add('00000000-0000-4000-8000-000000000950'));
  await photo(page, 'tap.jpg', '');
  const failed = page.getByRole('button', { name: 'Image tap.jpg could not be loaded. Try again' });
  await expect(failed).toBeVisible();
  const place = await failed.boundingBox();
  await page.evaluate(() => window.fake.uploads.broken.clear());
  await failed.press('Enter');
  const image = page.getByRole('button', { name: 'Open image tap.jpg' });
  await expect(image.locator('img')).toHaveJSProperty('complete', true);
  expect(await image.boundingBox()).toEqual(place);
});

test('a photo is as wide as its bubble, in a wide window and on a phone', async ({ browser }) => {
  for (const width of [320, 390, 1440]) {
    const page = await open(browser, SINK, '', { viewport: { width, height: 844 } });
    await photo(page, 'tap.jpg', 'This is what it looks like now, seen from below; the old one had a crack here.');
    const image = page.getByRole('button', { name: 'Open image tap.jpg' });
    await expect(image).toBeVisible();
    const sides = await image.evaluate((element) => {
      const bubble = element.closest('.stm-bubble');
      const { paddingLeft, paddingRight } = getComputedStyle(bubble ?? element);
      const inner = (bubble?.clientWidth ?? 0) - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return { left: inner - element.getBoundingClientRect().width, photo: element.getBoundingClientRect() };
    });
    expect(Math.abs(sides.left), `${width} px wide`).toBeLessThan(1);
    expect(sides.photo.width / sides.photo.height).toBeCloseTo(4 / 3, 1);
    if (width === 1440) expect(sides.photo.width).toBe(320);
    await page.context().close();
  }
});

test('at 320 pixels, at 200 %, right to left and in forced colours everything is there and nothing sticks out', async ({
  browser,
}) => {
  for (const [viewport, locale, extra] of [
    [{ width: 320, height: 640 }, 'en', {}],
    [{ width: 640, height: 512 }, 'en', { deviceScaleFactor: 2 }],
    [{ width: 390, height: 844 }, 'ar', {}],
    [{ width: 1100, height: 760 }, 'ur', { forcedColors: 'active' }],
  ] as const) {
    const page = await open(browser, SINK, '', { viewport, locale, reducedMotion: 'reduce', ...extra });
    await expect(page.getByRole('textbox').last()).toBeInViewport();
    const faults = await page.evaluate(() => {
      const small = [...document.querySelectorAll<HTMLElement>('.stm-composer button, .stm-jump button')].filter(
        (button) =>
          // What this device does not have, as a camera, is not drawn.
          button.checkVisibility() &&
          (button.getBoundingClientRect().height < 42 || button.getBoundingClientRect().width < 44),
      );
      return {
        sideways: document.documentElement.scrollWidth > window.innerWidth,
        small: small.map((button) => button.ariaLabel),
      };
    });
    expect(faults).toEqual({ sideways: false, small: [] });
    expect((await new AxeBuilder({ page }).include('.stm-conversation').analyze()).violations).toEqual([]);
  }
});

test('axe finds nothing in the menu, the emoji picker, completion, a refused message and the details of one', async ({
  browser,
}) => {
  const page = await open(browser, SINK, '', { reducedMotion: 'reduce', colorScheme: 'dark' });
  // The kit's guards at the edges of what floats hand the focus on as soon as they get it; and what floats lies at the end
  // of the page, beside its landmarks: axe knows that of dialogs, not of menus.
  const guards = '[data-base-ui-focus-guard]';
  const axe = () => new AxeBuilder({ page }).exclude(guards).disableRules('region');
  const clean = async () => expect((await axe().analyze()).violations).toEqual([]);
  await page.evaluate((chat) => {
    window.fake.conversation(chat).refuseNext = { code: 'forbidden', message: 'no' };
  }, SINK);
  const field = page.getByRole('textbox', { name: /^Message to/ });
  await field.fill('no');
  await field.press('Enter');
  await expect(page.getByText('Not sent: you may not write here')).toBeVisible();
  await article(page, 'How much is it').locator('[data-roving]').click();
  await field.pressSequentially(':heart');
  await expect(page.getByRole('listbox')).toBeVisible();
  await clean();
  await field.press('Escape');
  await field.fill('');
  await page.getByRole('button', { name: 'Add an emoji' }).click();
  await expect(page.locator('.stm-emoji__cell:visible').first()).toBeVisible();
  await clean();
  await page.keyboard.press('Escape');
  await article(page, 'All dry?').locator('[data-roving]').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await clean();
});
