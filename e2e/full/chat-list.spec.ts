import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';
import '../fixtures/message-log.js';

/** The list of chats: what is done with one, which are shown, and what is heard of those that are not open. */

let demo: DemoSite;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';
const WARDROBE = '00000000-0000-4000-8000-000000000003';
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function open(browser: Browser, query = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await demo.open(browser, `latency=0&${query}`, options);
  await expect(items(page).first()).toBeVisible();
  return page;
}

const items = (page: Page) => page.getByRole('list', { name: 'Chats' }).getByRole('listitem');
const line = (page: Page, job: string) => items(page).filter({ hasText: job });
const prefs = (page: Page, id: string) =>
  page.evaluate((chat) => window.fake.chats.get().chats.find((each) => each.id === chat)?.prefs, id);

/** Chooses from the menu of the chat about this job. */
async function choose(page: Page, job: string, item: string): Promise<void> {
  await line(page, job).hover();
  await line(page, job)
    .getByRole('button', { name: /^Actions for the chat/ })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('by its menu a chat is marked as unread, muted, pinned and archived, and all of it taken back', async ({
  browser,
}) => {
  const page = await open(browser);
  const job = 'Assemble a wardrobe';
  const chat = line(page, job);
  await choose(page, job, 'Mark as unread');
  await expect(chat).toContainText('Marked as unread');
  await choose(page, job, 'Mark as read');
  await expect(chat).not.toContainText('Marked as unread');

  await choose(page, job, 'For 8 hours');
  await expect(chat.getByTitle('Muted')).toBeVisible();
  const until = Date.parse((await prefs(page, WARDROBE))?.muted_until ?? '');
  expect(Math.abs(until - Date.now() - 8 * 3_600_000)).toBeLessThan(60_000);
  await choose(page, job, 'Unmute');
  await expect(chat.getByTitle('Muted')).toHaveCount(0);

  await choose(page, job, 'Pin to the top');
  await expect(items(page).first()).toContainText(job);
  await choose(page, job, 'Unpin');
  await choose(page, job, 'Archive');
  await expect(chat).toHaveCount(0);
  await page.getByRole('button', { name: 'Archived 1' }).click();
  await choose(page, job, 'Take out of the archive');
  await page.getByRole('button', { name: 'All' }).click();
  await expect(chat).toBeVisible();
});

test('a long press opens the same menu on a touch screen, and opens no chat', async ({ browser }) => {
  const page = await open(browser, '', PHONE);
  const box = await line(page, 'Assemble a wardrobe').boundingBox();
  if (box === null) throw new Error('not in sight');
  const devtools = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 3, y: box.y + box.height / 2 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await expect(page.getByRole('menuitem', { name: 'Mark as unread' })).toBeVisible();
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.getByRole('menuitem', { name: 'Mark as unread' }).tap();
  await expect(line(page, 'Assemble a wardrobe')).toContainText('Marked as unread');
  await expect(page.getByRole('log')).toHaveCount(0);
});

test('buttons show what is unread, in dispute, in one state; the search narrows it by names and jobs', async ({
  browser,
}) => {
  const page = await open(browser);
  const all = await items(page).count();
  const filter = (name: string | RegExp) =>
    page.getByRole('group', { name: 'Which chats are shown' }).getByRole('button', { name });
  await filter(/^Unread/).click();
  await expect(filter(/^Unread/)).toHaveAttribute('aria-pressed', 'true');
  for (const item of await items(page).all()) await expect(item).toContainText(/unread/);
  expect(await items(page).count()).toBeLessThan(all);
  await filter(/^Disputes/).click();
  await expect(items(page)).toHaveCount(1);
  await expect(items(page)).toContainText('Dispute');
  await filter('All').click();
  await page.getByRole('combobox', { name: 'State of the job' }).selectOption({ label: 'Scheduled' });
  const scheduled = await items(page).count();
  expect(scheduled).toBeGreaterThan(0);
  expect(scheduled).toBeLessThan(all);
  await filter(/^Any state again/).click();
  await expect(items(page)).toHaveCount(all);

  const search = page.getByRole('searchbox', { name: 'Search names and jobs' });
  await search.fill('lucia');
  await expect(items(page)).toHaveCount(1);
  await expect(items(page)).toContainText('Lucía Fernández');
  await search.fill('wardrobe');
  await expect(items(page)).toHaveCount(1);
  await search.fill('nobody of this name');
  await expect(page.getByText('No chat with these words. Try fewer.')).toBeVisible();
  await search.press('Escape');
  await expect(items(page)).toHaveCount(all);
});

test('while the list and a chat are loaded their shapes stand there, from 200 ms on and not before', async ({
  browser,
}) => {
  for (const [query, label, shape] of [
    ['state=loading', 'Loading your chats', '.stm-skeleton__chat'],
    [`state=stuck&path=/chats/${SINK}`, 'Loading messages', '.stm-skeleton__bubble'],
  ] as const) {
    const page = await demo.open(browser, `latency=0&${query}`);
    const skeleton = page.getByRole('status').filter({ hasText: label });
    await expect(skeleton.locator(shape)).toHaveCount(6);
    // When it is seen, as the browser itself reckons: nothing for 200 ms, and then all of it.
    const seen = await skeleton.evaluate((element) => {
      const [late] = element.getAnimations();
      if (late === undefined) return getComputedStyle(element).opacity;
      late.pause();
      return [0, 199, 202].map((ms) => {
        late.currentTime = ms;
        return getComputedStyle(element).opacity;
      });
    });
    expect(seen).toEqual(['0', '0', '1']);
    await expect(page.getByRole('progressbar')).toHaveCount(0);
  }
});

test('a list that could not be loaded says so, and asks again when it is told to', async ({ browser }) => {
  const page = await demo.open(browser, 'latency=0&state=failed');
  const failed = page.getByRole('alert').filter({ hasText: 'Your chats could not be loaded' });
  await expect(failed).toContainText('Check your connection, or try again now.');
  await page.evaluate(() => {
    window.fake.connect = () => {
      window.fake.chats.set({ ...window.fake.chats.get(), status: 'ready' });
      return Promise.resolve();
    };
  });
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(failed).toHaveCount(0);
  await expect(page.getByText(/A chat begins with a job/)).toBeVisible();
});

test('a sound is heard once it is wanted, and never for the chat that is read nor for a muted one', async ({
  browser,
}) => {
  const page = await open(browser, `path=/chats/${SINK}`);
  await page.evaluate(() => {
    Object.assign(window, { notes: 0 });
    window.OscillatorNode = class extends OscillatorNode {
      override start(when?: number) {
        (window as unknown as { notes: number }).notes++;
        super.start(when);
      }
    };
  });
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  const notes = () => page.evaluate(() => (window as unknown as { notes: number }).notes);
  const write = (chat: string, message: string) =>
    page.evaluate(
      ([id, text]) =>
        void window.fake.store(id, { message: text, sender_id: id.endsWith('3') ? 3 : 2, sender_type: 'provider' }),
      [chat, message] as const,
    );
  const told = page.getByRole('region', { name: 'New' });
  await write(WARDROBE, 'silent');
  await expect(told).toContainText('silent');
  expect(await notes()).toBe(0);

  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('switch', { name: 'Play a sound when a message arrives' }).click();
  // Whoever switches it on hears what it is.
  await expect.poll(notes).toBe(2);
  await page.getByRole('button', { name: 'Close settings' }).click();
  await write(WARDROBE, 'a bell');
  await expect(told).toContainText('a bell');
  await expect.poll(notes).toBe(4);

  // It is read, and the muted one is told of by nothing.
  await write(SINK, 'before your eyes');
  await expect(page.getByRole('log').getByText('before your eyes')).toBeVisible();
  await choose(page, 'Assemble a wardrobe', 'Always');
  await expect(line(page, 'Assemble a wardrobe').getByTitle('Muted')).toBeVisible();
  await write(WARDROBE, 'muted');
  await expect(line(page, 'Assemble a wardrobe')).toContainText('muted');
  expect(await notes()).toBe(4);
  await expect(told.getByText('muted')).toHaveCount(0);
});
