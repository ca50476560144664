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

test('messages are answered, edited, reacted to and deleted, and the other side sees it', async ({ browser }) => {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
  await customer.openChatWith(provider.name);
  await provider.openChatWith(customer.name);
  const box = customer.page.getByRole('textbox').last();

  await customer.write('Friday at tne?');
  await expect(provider.bubbles('Friday at tne?')).toBeVisible();
  await expect(customer.log.getByRole('article').last().getByRole('button', { name: /Read$/ })).toBeVisible();
  await box.press('ArrowUp');
  await expect(box).toHaveValue('Friday at tne?');
  await box.fill('Friday at ten?');
  await box.press('Enter');
  await expect(provider.bubbles('Friday at ten?')).toBeVisible();

  const asked = provider.log.getByRole('article').filter({ hasText: 'Friday at ten?' });
  await asked.hover();
  await asked.getByRole('button', { name: /^Actions for (the|your) message/ }).click();
  await provider.page.getByRole('menuitemcheckbox', { name: '👍' }).click();
  const answered = customer.log.getByRole('article').filter({ hasText: 'Friday at ten?' });
  await expect(answered.getByRole('button', { name: `👍 1: ${provider.name}` })).toHaveAttribute(
    'aria-pressed',
    'false',
  );

  await asked.hover();
  await asked.getByRole('button', { name: /^Actions for (the|your) message/ }).click();
  await provider.page.getByRole('menuitem', { name: 'Reply', exact: true }).click();
  await provider.write('Ten it is');
  const reply = customer.log.getByRole('article').filter({ hasText: 'Ten it is' });
  await expect(reply.getByRole('button', { name: /^In reply to/ })).toContainText('Friday at ten?');

  await answered.first().locator('[data-roving]').focus();
  await customer.page.keyboard.press('Delete');
  await customer.page.getByRole('button', { name: 'Delete for everybody' }).click();
  await expect(provider.log.getByText('This message was deleted').last()).toBeVisible();
  await expect(provider.bubbles('Friday at ten?')).toHaveCount(0);
});

test('preferences of a chat and the language of the page survive a reload', async ({ browser }) => {
  const provider = await demoAccount(server, 'provider');
  const { page } = await signIn(browser, server, await demoAccount(server, 'customer'));
  const chat = page
    .getByRole('list', { name: 'Chats' })
    .getByRole('listitem')
    .filter({ hasText: provider.name })
    .first();
  await chat.hover();
  await chat.getByRole('button', { name: /^Actions for the chat/ }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Archived 1' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Archived 1' }).click();
  await expect(chat).toBeVisible();

  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'المحادثات' })).toBeVisible();
});
