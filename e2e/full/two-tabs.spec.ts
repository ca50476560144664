import { expect, type Page, test } from '@playwright/test';
import { demoAccount, signIn } from '../fixtures/person.js';
import { type ServerProcess, startServer } from '../fixtures/server.js';

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

const list = (page: Page) => page.getByRole('list', { name: 'Chats' });
const field = (page: Page) => page.getByRole('textbox', { name: /^Message to/ });

test('two tabs of one person say the same: drafts, reading, pins, theme, language, and who signs out does so in both', async ({
  browser,
}) => {
  const provider = await demoAccount(server, 'provider');
  const customer = await demoAccount(server, 'customer');
  const one = await signIn(browser, server, customer);
  const page = await one.page.context().newPage();
  await page.goto(server.url);
  // Signed in with the first tab's session, without a password.
  const line = list(page)
    .getByRole('link', { name: new RegExp(provider.name) })
    .first();
  await expect(line).toBeVisible();

  await one.openChatWith(provider.name);
  await field(one.page).pressSequentially('From the first tab');
  await expect(line).toContainText('Draft:');
  await line.click();
  await expect(field(page)).toHaveValue('From the first tab');
  await field(page).press('Enter');
  await expect(field(one.page)).toHaveValue('');
  await expect(one.bubbles('From the first tab')).toHaveCount(1);
  await expect(page.getByRole('log').getByText('From the first tab', { exact: true })).toHaveCount(1);

  // Somebody writes while neither shows the chat; it is read in one tab.
  for (const tab of [one.page, page]) await tab.goto(server.url);
  const other = await signIn(browser, server, provider);
  await other.openChatWith(customer.name);
  await other.write('Read in one of the two');
  for (const tab of [one.page, page]) await expect(tab).toHaveTitle(/^\(\d+\) /);
  await one.openChatWith(provider.name);
  await one.page.bringToFront();
  await expect(one.bubbles('Read in one of the two')).toBeVisible();
  for (const tab of [one.page, page]) await expect(tab).not.toHaveTitle(/^\(/);

  await line.focus();
  await page.keyboard.press('p');
  for (const tab of [one.page, page]) await expect(list(tab).getByTitle('Pinned').first()).toBeVisible();

  await one.page.getByRole('button', { name: 'Account and settings' }).click();
  await one.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await one.page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await one.page.getByRole('combobox', { name: 'Language' }).selectOption('es');
  await expect(page.getByRole('heading', { name: 'Chats' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /^es/);
  await one.page.keyboard.press('Escape');

  await one.page.getByRole('button', { name: 'Cuenta y ajustes' }).click();
  await one.page.getByRole('button', { name: 'Cerrar sesión' }).click();
  for (const tab of [one.page, page]) await expect(tab.getByRole('textbox', { name: /^Correo/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: /^Correo/ })).toBeVisible();
});
