import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';

/** What a narrow page keeps in sight, and what gives way there. */

let demo: DemoSite;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(() => demo.stop());

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const at = (nth: number) => `path=${encodeURIComponent(`/chats/00000000-0000-4000-8000-00000000000${nth}`)}`;

test('in a dispute the seal stands at the button that shows who is here, and its words are read', async ({
  browser,
}) => {
  const page = await demo.open(browser, `latency=0&${at(2)}`, PHONE);
  const header = page.locator('.stm-header');
  const seal = header.locator('.stm-header__seal');
  await expect(seal).toBeInViewport({ ratio: 1 });
  await expect(header.getByRole('button', { name: 'Job and people' }).locator('.stm-header__seal')).toHaveCount(1);
  await expect(header.locator('abbr')).toHaveAttribute('title', 'Local service manager');
  // In a chat without one there is none; where there is room, mark and name stand beside the other party's.
  const wide = await demo.open(browser, `latency=0&${at(2)}`, { viewport: { width: 1440, height: 900 } });
  await expect(wide.locator('.stm-header__mediator')).toBeInViewport({ ratio: 1 });
  await expect(wide.locator('.stm-header__seal')).toBeHidden();
  const calm = await demo.open(browser, `latency=0&${at(1)}`, PHONE);
  await expect(calm.getByRole('button', { name: 'Job and people' })).toBeVisible();
  await expect(calm.locator('.stm-header__seal')).toHaveCount(0);
});

test('beside a long last seen the job is named with more than two letters, or not at all', async ({ browser }) => {
  const page = await demo.open(browser, `latency=0&${at(1)}`, PHONE);
  const title = page.locator('.stm-header .stm-facts__title');
  await expect(title).toBeVisible();
  const seen = page.locator('.stm-header .stm-presence');
  for (const words of [
    'Online',
    'last seen',
    'last seen Wednesday 11:26 AM',
    'last seen on Wednesday 25 November 11:26',
  ]) {
    await seen.evaluate((element, text) => (element.textContent = text), words);
    const shown = await title.evaluate((element) => {
      const line = element.closest('.stm-header__line')?.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return line === undefined || box.top >= line.bottom ? null : box.width;
    });
    expect(shown ?? 100, words).toBeGreaterThan(32);
  }
});

test('while a message is written, the camera gives its room to the words', async ({ browser }) => {
  const page = await demo.open(browser, `latency=0&${at(1)}`, PHONE);
  const field = page.getByRole('textbox', { name: /^Message to/ });
  const camera = page.getByRole('button', { name: 'Take a photo' });
  await expect(camera).toBeVisible();
  const before = (await field.boundingBox())?.width ?? 0;
  await field.fill('Tomorrow at nine');
  await expect(camera).toBeHidden();
  await expect(page.getByRole('button', { name: 'Attach files' })).toBeVisible();
  expect((await field.boundingBox())?.width ?? 0).toBeGreaterThan(before + 40);
  await field.fill('');
  await expect(camera).toBeVisible();
});

test('the way out of settings and of the job stays in sight, however far one scrolls', async ({ browser }) => {
  const page = await demo.open(browser, 'latency=0', PHONE);
  await page.getByRole('button', { name: 'Account and settings' }).tap();
  await page.getByRole('button', { name: 'Settings', exact: true }).tap();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const close = settings.getByRole('button', { name: 'Close' });
  await expect(settings.getByText('Quiet hours')).toBeVisible();
  await settings.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await expect(close).toBeInViewport({ ratio: 1 });
  // Nothing of what is scrolled stands beside the title.
  const over = await settings.getByRole('heading', { name: 'Settings' }).evaluate((title) => {
    const { left, top, height } = title.getBoundingClientRect();
    return document.elementFromPoint(left + 200, top + height / 2)?.closest('.stm-dialog__head') !== null;
  });
  expect(over).toBe(true);
  await close.tap();
  await expect(settings).toHaveCount(0);

  const chat = await demo.open(browser, `latency=0&${at(2)}`, PHONE);
  await chat.getByRole('button', { name: 'Job and people' }).tap();
  const sheet = chat.getByRole('dialog');
  await expect(sheet.getByRole('heading', { name: 'Who can read this chat' })).toBeVisible();
  await sheet.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await expect(sheet.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
});

test('a chat that is still loading says whose it is', async ({ browser }) => {
  const page = await demo.open(browser, `state=stuck&latency=0&${at(1)}`, PHONE);
  await expect(page.locator('.stm-header').getByRole('heading', { name: 'Bilal Ahmed' })).toBeVisible();
  await expect(page.getByRole('log')).toHaveCount(0);
});

test('at 320 pixels the empty field is one line high, and no dot stands where no face is shown', async ({
  browser,
}) => {
  const page = await demo.open(browser, `latency=0&${at(1)}`, { ...PHONE, viewport: { width: 320, height: 600 } });
  const field = page.getByRole('textbox', { name: /^Message to/ });
  await expect(field).toBeVisible();
  await expect.poll(async () => (await field.boundingBox())?.height ?? 0).toBeLessThan(48);
  await page.evaluate(() => window.fake.setPresence(2, true));
  await expect(page.locator('.stm-header').getByText('Online')).toBeVisible();
  await expect(page.locator('.stm-header .stm-avatar-place')).toBeHidden();
});

test('what stops a form is where the focus goes, and is said until something is changed', async ({ browser }) => {
  const page = await demo.open(browser, `latency=0&${at(1)}`, PHONE);
  await page.getByRole('button', { name: 'Chat actions' }).tap();
  await page.getByRole('menuitem', { name: 'Problem with this job?' }).tap();
  const form = page.getByRole('dialog', { name: 'Problem with this job?' });
  await form.getByRole('button', { name: 'Ask for help' }).tap();
  const stopped = form.getByText('Choose what the problem is.');
  await expect(stopped).toBeVisible();
  await expect(form.getByRole('radiogroup', { name: 'What is the problem?' })).toHaveAttribute('aria-invalid', 'true');
  const first = form.getByRole('radio', { name: 'The work was not done' });
  await expect(first).toBeFocused();
  await expect(first).toBeInViewport();
  await form.getByRole('textbox', { name: 'What happened?' }).fill('It drips.');
  await expect(stopped).toHaveCount(0);
  await form.getByRole('button', { name: 'Ask for help' }).tap();
  await expect(stopped).toBeVisible();
  await form.getByText('The work was done badly').tap();
  await expect(stopped).toHaveCount(0);
});

test('the filters of the list stay one line, whatever they count: nothing below is pushed down', async ({
  browser,
}) => {
  const page = await demo.open(browser, 'latency=0', { viewport: { width: 320, height: 600 } });
  const filters = page.getByRole('group', { name: 'Which chats are shown' });
  const top = async () => (await page.getByRole('list', { name: 'Chats' }).boundingBox())?.y;
  await expect(filters.getByRole('button', { name: /^Unread/ })).toBeVisible();
  const before = await top();
  const chats = page.getByRole('list', { name: 'Chats' }).getByRole('link');
  await chats.last().focus();
  await page.keyboard.press('e');
  const archived = filters.getByRole('button', { name: /^Archived/ });
  await expect(archived).toHaveText('Archived1');
  expect(await top()).toBe(before);
  // What has no room any more comes with the focus.
  await archived.focus();
  await expect(archived).toBeInViewport({ ratio: 1 });
  await archived.press('Enter');
  await expect(chats).toHaveCount(1);
});

test('how much room is left in a message stands below what was written, and not over it', async ({ browser }) => {
  for (const options of [PHONE, { viewport: { width: 1440, height: 900 } }]) {
    const page = await demo.open(browser, `latency=0&${at(1)}`, options);
    const field = page.getByRole('textbox', { name: /^Message to/ });
    await field.fill('word '.repeat(790));
    const left = page.locator('.stm-composer__count');
    await expect(left).toHaveText(/characters left$/);
    const [words, count] = [await field.boundingBox(), await left.boundingBox()];
    expect(count?.y ?? 0).toBeGreaterThanOrEqual((words?.y ?? 0) + (words?.height ?? 0));
    // On one line.
    expect(count?.height ?? 99).toBeLessThan(30);
    await expect(page.getByRole('button', { name: 'Add an emoji' })).toBeInViewport({ ratio: 1 });
  }
});

test('right to left, a hint begins where the page does, and a step of a dispute that begins with a name runs with it', async ({
  browser,
}) => {
  const page = await demo.open(browser, `latency=0&${at(2)}`, { ...PHONE, locale: 'ur-PK' });
  const direction = (found: ReturnType<typeof page.locator>) =>
    found.evaluate((element) => getComputedStyle(element).direction);
  const field = page.locator('.stm-composer__field');
  await expect.poll(() => direction(field)).toBe('rtl');
  await field.fill('Tomorrow at nine');
  expect(await direction(field)).toBe('ltr');
  await field.fill('');
  const step = page
    .locator('.stm-system', { hasText: /^Ayesha/ })
    .locator('span')
    .first();
  await expect(page.locator('.stm-late-words')).toHaveCount(0);
  expect(await direction(step)).toBe('rtl');
  expect(await direction(page.locator('.stm-offer').first())).toBe('rtl');
});
