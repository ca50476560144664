import { type Browser, expect, type Page, test } from '@playwright/test';
import { type DemoSite, startDemo } from './fixtures/demo-page.js';
import './fixtures/message-log.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';

async function openSink(browser: Browser, query = 'latency=0'): Promise<Page> {
  const page = await demo.open(browser, `${query}&path=/chats/${SINK}`);
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: /^(Message to|Text of your)/ });
const lastMessage = (page: Page) => page.getByRole('log').getByRole('article').last();
const tick = (page: Page, name: string) => lastMessage(page).getByRole('button', { name: new RegExp(`${name}$`) });

test('a bubble is there within 50 ms, and its marks say how far it got: clock, sent, delivered, read', async ({
  browser,
}) => {
  const page = await openSink(browser, 'latency=600');
  await field(page).fill('At once');
  const { took, clock } = await page.evaluate(async () => {
    const log = document.querySelector('[role=log]');
    const began = performance.now();
    document.querySelector<HTMLButtonElement>('.stm-composer__send')?.click();
    while (log?.textContent.includes('At once') !== true) await new Promise((resolve) => setTimeout(resolve));
    const bubbles = [...document.querySelectorAll('.stm-bubble[data-state="sending"]')];
    return { took: performance.now() - began, clock: bubbles.at(-1)?.querySelector('.stm-tick svg')?.innerHTML };
  });
  expect(took).toBeLessThan(50);
  /** What is seen of the mark: its drawing, and its colour. */
  const drawn = () =>
    lastMessage(page)
      .locator('.stm-tick')
      .evaluate((mark) => ({ drawing: mark.querySelector('svg')?.innerHTML, colour: getComputedStyle(mark).color }));
  await expect(tick(page, 'Sending')).toBeVisible();
  expect(clock).toContain('circle');
  await expect(tick(page, 'Sent')).toBeVisible();
  const sent = await drawn();
  expect(sent.drawing).not.toBe(clock);
  const receipt = (read: number, delivered: number) =>
    page.evaluate(([chat, r, d]) => window.fake.setReceipt(String(chat), 2, Number(r), Number(d)), [
      SINK,
      read,
      delivered,
    ] as const);
  await receipt(130, 135);
  await expect(tick(page, 'Delivered')).toBeVisible();
  const delivered = await drawn();
  expect(delivered.drawing).not.toBe(sent.drawing);
  expect(delivered.colour).toBe(sent.colour);
  await receipt(135, 135);
  await expect(tick(page, 'Read')).toBeVisible();
  // The same two ticks, in colour.
  const read = await drawn();
  expect(read.drawing).toBe(delivered.drawing);
  expect(read.colour).not.toBe(delivered.colour);
  // Exact times, on demand: hovering says when it was sent, pressing what became of it with each reader.
  const meta = tick(page, 'Read');
  await expect(meta).toHaveAttribute('title', /^Sent .*\d{4} at \d+:\d\d:\d\d/);
  await meta.click();
  await expect(lastMessage(page).getByText(/^Read by Bilal Ahmed, by .*\d{4} at \d+:\d\d:\d\d/)).toBeVisible();
});

test('what is refused says why, is tried again or discarded, and does not hold up the next', async ({ browser }) => {
  const page = await openSink(browser);
  const refuse = () =>
    page.evaluate((chat) => {
      window.fake.conversation(chat).refuseNext = { code: 'rate_limited', message: 'slow down' };
    }, SINK);
  await refuse();
  await field(page).fill('Refused');
  await page.keyboard.press('Enter');
  const refused = page.getByRole('log').getByRole('article').filter({ hasText: 'Refused' });
  const reason = refused.getByText('Not sent: too many messages at once');
  await expect(reason).toBeVisible();
  // The mark and the reason are red: much more of it than of the other two.
  const mark = refused.getByRole('button', { name: /Not sent$/ }).locator('.stm-tick');
  for (const marked of [mark, reason]) {
    const [red = 0, green = 0, blue = 0] = await marked.evaluate((element) =>
      (getComputedStyle(element).color.match(/\d+/g) ?? []).map(Number),
    );
    expect(red).toBeGreaterThan(2 * Math.max(green, blue));
  }
  await field(page).fill('The next one');
  await page.keyboard.press('Enter');
  const next = page.getByRole('log').getByRole('article').filter({ hasText: 'The next one' });
  await expect(next.getByRole('button', { name: /Sent$/ })).toBeVisible();
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(refused.getByRole('button', { name: /Sent$/ })).toBeVisible();

  await refuse();
  await field(page).fill('Never mind');
  await page.keyboard.press('Enter');
  const doomed = page.getByRole('log').getByRole('article').filter({ hasText: 'Never mind' });
  await doomed.getByRole('button', { name: 'Discard' }).click();
  await expect(doomed).toHaveCount(0);
});

test('without a network messages wait in order with a clock, and go out in that order by themselves', async ({
  browser,
}) => {
  const page = await openSink(browser);
  await page.evaluate(() => window.fake.goOffline());
  for (const text of ['first', 'second', 'third']) {
    await field(page).fill(text);
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('log').getByRole('button', { name: /Waiting to be sent$/ })).toHaveCount(3);
  // In the list, too: what is said there is what was written last, with its clock.
  await expect(page.locator('.stm-chat-item [aria-current="page"]')).toContainText('Waiting to be sentthird');
  const banner = page.getByRole('status').filter({ hasText: '3 messages queued' });
  await expect(banner).toContainText('Waiting for network…');
  // Nothing is left to the reader: it goes on by itself.
  await expect(banner).not.toContainText(/refresh|reload/i);
  await expect(banner.getByRole('button')).toHaveCount(0);
  await page.evaluate(() => window.fake.goOnline());
  await expect(tick(page, 'Sent')).toBeVisible();
  await expect(page.getByText('Waiting for network…')).toHaveCount(0);
  const stored = await page.evaluate(
    (chat) => (window.fake.messages.get(chat) ?? []).slice(-3).map((m) => m.message),
    SINK,
  );
  expect(stored).toEqual(['first', 'second', 'third']);
});

test('Enter sends, Shift+Enter breaks the line, an input method that composes never sends', async ({ browser }) => {
  const page = await openSink(browser);
  await field(page).fill('one');
  await field(page).press('Shift+Enter');
  await page.keyboard.type('two');
  await expect(field(page)).toHaveValue('one\ntwo');
  // As a Japanese keyboard does: Enter takes the word that is being composed.
  for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
    await field(page).evaluate(
      (element, how) =>
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how })),
      init,
    );
    await expect(field(page)).toHaveValue('one\ntwo');
  }
  await field(page).press('Enter');
  await expect(field(page)).toHaveValue('');
  await expect(lastMessage(page)).toContainText('one\ntwo');
});
