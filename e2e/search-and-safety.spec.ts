import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer({ CONTENT_RULES: 'contacts' });
});
test.afterAll(async () => {
  await server.stop();
});

test('what was said is found, and the hit leads to its place', async ({ browser }, info) => {
  const provider = await demoAccount(server, 'provider');
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const { page } = customer;
  await customer.openChatWith(provider.name);
  await customer.write('The xylophone stands in the cellar');
  await expect(customer.bubbles('The xylophone stands in the cellar')).toBeVisible();
  for (let nth = 1; nth <= 15; nth++) await customer.write(`and another thing, number ${nth}`);
  const sent = customer.log.getByRole('article').last();
  await expect(sent).toContainText('number 15');
  await expect(sent.getByRole('button', { name: /(Sent|Delivered|Read)$/ })).toBeVisible();
  await expect(customer.bubbles('The xylophone stands in the cellar')).not.toBeInViewport();
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  const field = dialog.getByRole('searchbox');
  await expect(field).toBeFocused();
  const hit = dialog.getByRole('link').filter({ hasText: 'cellar' });
  // Found a moment after it was sent: the search is asked again until then.
  await expect(async () => {
    await field.fill('');
    await field.fill('xyloph');
    await expect(hit).toBeVisible({ timeout: 1500 });
  }).toPass();
  await expect(hit.locator('mark')).toHaveText('xylophone');
  const { violations } = await new AxeBuilder({ page }).include('.search').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.screenshot({ path: info.outputPath('search.png') });
  // On a phone nothing of it is cut off.
  await page.setViewportSize({ width: 390, height: 844 });
  const wider = () => dialog.locator('.search__results').evaluate((box) => box.scrollWidth - box.clientWidth);
  await expect.poll(wider).toBe(0);
  await page.setViewportSize({ width: 1280, height: 720 });
  await field.press('ArrowDown');
  await expect(hit).toBeFocused();
  await hit.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/chats\/[^?]+\?m=\d+$/);
  await expect(customer.bubbles('The xylophone stands in the cellar')).toBeInViewport();
  const found = customer.log.getByRole('article').filter({ hasText: 'xylophone' });
  await expect(found).toHaveAttribute('data-highlighted', 'true');
  // The chat was being read elsewhere: there is a way back to it.
  await page.getByRole('button', { name: 'Back to where you were' }).click();
  await expect(customer.bubbles('and another thing, number 15')).toBeInViewport();
});

test('a message is reported and its writer blocked; an administrator decides; both sides are told', async ({
  browser,
}, info) => {
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  await customer.openChatWith(provider.name);
  await provider.openChatWith(customer.name);
  await provider.write('Something rude');
  const message = customer.log.getByRole('article').filter({ hasText: 'Something rude' }).last();
  await message.hover();
  await message.getByRole('button', { name: /^Actions for (the|your) message/ }).click();
  await customer.page.getByRole('menuitem', { name: 'Report' }).click();
  const dialog = customer.page.getByRole('dialog').or(customer.page.getByRole('alertdialog'));
  await dialog.getByRole('combobox').selectOption('harassment');
  await dialog.getByRole('checkbox').check();
  await customer.page.screenshot({ path: info.outputPath('report.png') });
  await dialog.getByRole('button', { name: 'Report' }).click();
  await expect(customer.page.getByText(/^You have blocked/)).toBeVisible();
  await expect(provider.page.getByText(/does not take messages here/)).toBeVisible();
  await customer.page.getByRole('button', { name: 'Unblock' }).click();
  await expect(provider.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible();

  const admin = await demoAccount(server, 'admin');
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: new RegExp(`^Sign in as ${admin.name},`) }).click();
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('button', { name: 'Look at it' }).first().click();
  const report = page.getByRole('dialog');
  await expect(report.getByText('Something rude')).toBeVisible();
  await page.screenshot({ path: info.outputPath('admin-report.png') });
  const decide = report.getByRole('button', { name: 'Decide' });
  await expect(decide).toBeDisabled();
  await report.getByRole('radio', { name: /^Remove the message/ }).check();
  await decide.click();
  await expect(report).toBeHidden();
  await expect(provider.bubbles('Something rude')).toHaveCount(0);
});
