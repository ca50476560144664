import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

test('an administrator finds, makes, changes and shuts out users, and sees which chats there are', async ({
  browser,
}) => {
  const account = await demoAccount(server, 'admin');
  const settings = { reducedMotion: 'reduce' } as const;
  const page = await (await browser.newContext(settings)).newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: new RegExp(`^Sign in as ${account.name},`) }).click();
  const users = page.getByRole('list', { name: 'Users' });
  await expect(users.getByRole('button')).toHaveCount(6);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Add a user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('Name').fill('Nadia Brandt');
  await dialog.getByLabel('E-mail').fill('nadia@example.com');
  await dialog.getByLabel('Password').fill('short');
  await dialog.getByLabel('Role').selectOption('provider');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Password: 10 characters at least.');
  await expect(dialog.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Password').fill('a-long-password-1');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(users.getByRole('button')).toHaveCount(7);

  await page.getByRole('searchbox').fill('nadia');
  await expect(users.getByRole('button')).toHaveCount(1);
  await users.getByRole('button', { name: /Nadia Brandt/ }).click();
  const change = page.getByRole('dialog', { name: 'Change a user' });
  await change.getByLabel('Region').fill('north');
  await change.getByRole('switch', { name: 'May sign in' }).click();
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(users.getByText('Shut out')).toBeVisible();
  await expect(users.getByText('north')).toBeVisible();
  const login = await page.request.post(`${server.url}/api/auth/login`, {
    data: { email: 'nadia@example.com', password: 'a-long-password-1' },
  });
  expect(login.status()).toBe(401);

  await page.getByRole('link', { name: 'Chats' }).click();
  const chats = page.getByRole('list', { name: 'Chats' });
  await expect(chats.getByRole('listitem').first()).toBeVisible();
  await expect(page.getByText('Please let the water run')).toHaveCount(0);
  await page.getByLabel('State').selectOption('closed');
  await expect(chats.getByRole('listitem')).toHaveCount(1);
  await expect(chats.getByText('Closed', { exact: true })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Chats' })).toBeVisible();
});

test('nobody else gets there', async ({ browser }) => {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  await customer.page.goto(`${server.url}/admin/users`);
  await expect(customer.page.getByText('There is no such page')).toBeVisible();
});
