import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

/** Lists that show less than they hold, and do not scroll. */
const cutLists = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('.admin__list')].filter((list) => list.scrollHeight > list.clientHeight + 1).length,
  );

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

test(
  'operations: an administrator sees work that waits, who is connected and what was done, without a text',
  { tag: '@full' },
  async ({ browser }) => {
    const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
    const account = await demoAccount(server, 'admin');
    const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await page.goto(server.url);
    await page.getByRole('button', { name: new RegExp(`^Sign in as ${account.name},`) }).click();
    for (const tab of ['Background work', 'Connections', 'Audit']) {
      await page.getByRole('link', { name: tab, exact: true }).click();
      await expect(page.getByRole('heading', { name: tab })).toBeVisible();
      await expect(page.getByRole('list').last()).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(await cutLists(page)).toBe(0);
      expect(await violationsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 720 });
    }
    await page.getByRole('link', { name: 'Connections', exact: true }).click();
    await expect(page.getByRole('list', { name: 'Connections' }).getByText(customer.name)).toBeVisible();
  },
);

test('my data: everything that is kept of somebody comes as a file, from the settings', async ({ browser }) => {
  const { page, name } = await signIn(browser, server, await demoAccount(server, 'customer'));
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByRole('heading', { name: 'My data' })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download my data' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe('stm-chat-my-data.json');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain(name);
  expect(Object.keys(JSON.parse(text) as object).length).toBeGreaterThan(3);
});
