import { expect, type Page, test } from '@playwright/test';
import type { FakeClient } from '@stm-chat/react/testing';
import { openStory } from './story-page.js';

declare global {
  interface Window {
    fakes: FakeClient[];
  }
}

/** Of every client that the page made, whose it is and whether it is connected. */
const clients = (page: Page) =>
  page.evaluate(() => window.fakes.map(({ me, connection }) => [me.get()?.name, connection.get().status]));

test('a component has a client of its own: strict mode gets a second one, another person a third, who left is cut off', async ({
  browser,
}) => {
  const page = await openStory(browser, { name: 'list', title: 'The list', query: '' });
  await expect(page.getByRole('list', { name: 'Chats' }).getByRole('listitem').first()).toBeVisible();
  const mine = [
    ['Ayesha Khan', 'ended'],
    ['Ayesha Khan', 'online'],
  ];
  expect(await clients(page)).toEqual(mine);

  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('provider@demo.test');
  await page.getByLabel('Password', { exact: true }).fill('any');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Chats' }).getByRole('listitem').first()).toBeVisible();
  expect((await clients(page)).map(([, status]) => status)).toEqual(['ended', 'ended', 'ended', 'online']);
  expect((await clients(page)).slice(2).map(([name]) => name)).toEqual(['Bilal Ahmed', 'Bilal Ahmed']);
});
