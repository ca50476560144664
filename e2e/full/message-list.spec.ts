import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';
import { LONG, openLong, reading, rowCount, scrollBy, settled, topOf } from '../fixtures/message-log.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('what is read stays when messages far above and below leave the page and come back', async ({ browser }) => {
  const page = await openLong(demo, browser, 'messages=3000&page=3000', 1500);
  const before = await reading(page);
  for (const by of [9000, -9000, -14_000, 14_000]) {
    await scrollBy(page, by);
    await settled(page);
    expect(await rowCount(page)).toBeLessThan(400);
  }
  // What was guessed is measured by now; the scroll bar may have moved, what was read is found by its name.
  await page.evaluate(
    (key) => document.querySelector(`[data-anchor="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'start' }),
    before.key,
  );
  await settled(page);
  const again = await topOf(page, before.key);
  await scrollBy(page, 120);
  await settled(page);
  expect(await topOf(page, before.key)).toBe(again - 120);
});

test('arrow keys, Home and End lead through all messages, also those that are not on the page', async ({ browser }) => {
  const page = await openLong(demo, browser, 'messages=1000&page=1000');
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('article')?.querySelector('.stm-bubble__text')?.textContent);
  await page.getByRole('log').locator('[data-roving][tabindex="0"]').focus();
  expect(await focused()).toMatch(/^1000\. /);
  await page.keyboard.press('Home');
  await expect.poll(focused).toMatch(/^1\. /);
  for (let count = 0; count < 60; count++) await page.keyboard.press('ArrowDown');
  expect(await focused()).toMatch(/^61\. /);
  await expect(page.getByRole('log').getByText(/^61\. /)).toBeInViewport();
  await page.keyboard.press('End');
  await expect.poll(focused).toMatch(/^1000\. /);
  await settled(page);
  // Scrolled far away by the mouse, the focus is not lost to the page: it stays in the list.
  await scrollBy(page, -40_000);
  await settled(page);
  expect(await page.evaluate(() => document.activeElement?.closest('[role=log]') !== null)).toBe(true);
});

test('the browser finds words in messages that are out of sight, and a screen reader reads on', async ({ browser }) => {
  const page = await openLong(demo, browser, 'messages=1000&page=1000', 500);
  // What `Ctrl+F` searches is what is on the page: some screens in both directions.
  const reach = await page.evaluate(() => {
    const numbers = [...document.querySelectorAll('[role=log] article .stm-bubble__text')].map((text) =>
      Number.parseInt(text.textContent ?? '', 10),
    );
    return {
      from: Math.min(...numbers),
      to: Math.max(...numbers),
      inOrder: numbers.every((n, at) => n === (numbers[0] ?? 0) + at),
    };
  });
  expect(reach).toMatchObject({ inOrder: true });
  expect(reach.from).toBeLessThan(440);
  expect(reach.to).toBeGreaterThan(560);
  expect(
    await page.evaluate(() =>
      (window as unknown as { find(...search: unknown[]): boolean }).find('445.', false, false, true),
    ),
  ).toBe(true);
  expect(await page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('[role=log]') !== null)).toBe(
    true,
  );
});

test('receipts and the rest of a long text stay open while their message is away from the page', async ({
  browser,
}) => {
  const page = await openLong(demo, browser, 'messages=1000&page=1000');
  await page.evaluate((chat) => void window.fake.store(chat, { message: 'line\n'.repeat(60) }), LONG);
  await page.getByRole('button', { name: 'Read more' }).click();
  const last = page.getByRole('log').getByRole('article').last();
  await last.locator('.stm-meta').click();
  await expect(last.getByRole('list')).toBeVisible();
  await settled(page);
  await scrollBy(page, -40_000);
  await settled(page);
  await expect(page.getByRole('button', { name: 'Show less' })).toHaveCount(0);
  await scrollBy(page, 60_000);
  await settled(page);
  await expect(page.getByRole('button', { name: 'Show less' })).toBeVisible();
  await expect(last.getByRole('list')).toBeVisible();
});
