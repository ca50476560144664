import { expect, type Page, test } from '@playwright/test';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
/** What the demo has told the customer already is read. */
test.beforeEach(async () => {
  const { email, password } = await demoAccount(server, 'customer');
  const post = (path: string, token: string, body: object) =>
    fetch(`${server.url}/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const { token } = (await (await post('auth/login', '', { email, password })).json()) as { token: string };
  expect((await post('notifications/read', token, { all: true })).status).toBe(204);
});
/** A page that was left open reads what comes. */
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(async () => {
  await server.stop();
});

test(
  'what is written in a chat that is not open shows once over all tabs, leads there, and is gone when read',
  { tag: '@full' },
  async ({ browser }) => {
    const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
    const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
    const { page } = customer;
    // What the installed app would show on its icon.
    await page.context().addInitScript(() => {
      const badge = (count: number) => {
        Object.assign(window, { badge: count });
        return Promise.resolve();
      };
      Object.assign(navigator, { setAppBadge: badge, clearAppBadge: () => badge(0) });
    });
    const second = await page.context().newPage();
    await second.goto(server.url);
    await expect(second.getByRole('list', { name: 'Chats' })).toBeVisible();
    await provider.openChatWith(customer.name);
    const before = await page.title();
    await provider.write('The tap is in stock');

    const toasts = [page, second].map((tab) => tab.getByRole('region', { name: 'New' }));
    const shown = async () =>
      (await Promise.all(toasts.map((toast) => toast.getByText('The tap is in stock').count()))).join('');
    await expect.poll(shown).toMatch(/^(10|01)$/);
    for (const tab of [page, second]) {
      await expect(tab.getByRole('button', { name: /^Notifications, \d+ unread$/ })).toBeVisible();
      await expect(tab.locator('link[rel="icon"]')).toHaveAttribute('href', '/favicon-unread.svg');
      await expect(tab).toHaveTitle(/^\(\d+\) STM Chat$/);
    }
    expect(await page.title()).not.toBe(before);
    const [, unread] = /^\((\d+)\)/.exec(await second.title()) ?? [];
    expect(await second.evaluate(() => (window as unknown as { badge: number }).badge)).toBe(Number(unread));

    const holder = (await toasts[0]?.count()) === 1 ? page : second;
    await holder
      .getByRole('region', { name: 'New' })
      .getByRole('button', { name: /The tap is in stock/ })
      .click();
    await expect(holder.getByRole('region', { name: `Conversation with ${provider.name}` })).toBeVisible();
    await expect(holder.getByRole('log').getByText('The tap is in stock')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
    await expect(second.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
    await expect(holder.getByRole('region', { name: 'New' })).toHaveCount(0);
    // What was read is counted no more, in all of these places.
    const count = async (tab: Page) => Number(/^\((\d+)\)/.exec(await tab.title())?.[1] ?? 0);
    await expect.poll(() => count(second)).toBeLessThan(Number(unread));
    const left = await count(second);
    for (const tab of [page, second]) {
      await expect.poll(() => count(tab)).toBe(left);
      const icon = left === 0 ? '/favicon.svg' : '/favicon-unread.svg';
      await expect(tab.locator('link[rel="icon"]')).toHaveAttribute('href', icon);
    }
    await expect.poll(() => second.evaluate(() => (window as unknown as { badge: number }).badge)).toBe(left);
  },
);

test(
  'a page that nobody looks at has the system notify, once over all tabs, and takes it back when it was read elsewhere',
  { tag: '@full' },
  async ({ browser }) => {
    const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
    const customer = await signIn(browser, server, await demoAccount(server, 'customer'), {
      permissions: ['notifications'],
    });
    const { page } = customer;
    await page.context().addInitScript(() => {
      // Two windows behind another one: the test's browser would say that each of them has the focus.
      document.hasFocus = () => false;
    });
    await page.getByRole('button', { name: 'Account and settings' }).click();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    const choice = page.getByRole('switch', { name: 'Notify me on this device' });
    await choice.click();
    await expect(choice).toBeChecked();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload();
    const second = await page.context().newPage();
    await second.goto(server.url);
    for (const tab of [page, second]) await expect(tab.getByRole('list', { name: 'Chats' })).toBeVisible();

    await provider.openChatWith(customer.name);
    await provider.write('I am at the door');
    const notifications = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, data }) => [title, body, data as unknown]);
      });
    await expect
      .poll(notifications)
      .toEqual([
        [
          provider.name,
          'I am at the door',
          { path: expect.stringMatching(/^\/chats\/[0-9a-f-]{36}$/), seq: expect.any(Number) },
        ],
      ]);
    await expect(page.getByRole('region', { name: 'New' })).toHaveCount(0);

    const elsewhere = await signIn(browser, server, await demoAccount(server, 'customer'));
    await elsewhere.openChatWith(provider.name);
    await expect(elsewhere.bubbles('I am at the door')).toBeVisible();
    await expect.poll(notifications).toEqual([]);
  },
);

test('the bell lists what happened, leads to it, and can be cleared', async ({ browser }) => {
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const { page } = customer;
  await provider.openChatWith(customer.name);
  await provider.write('One more thing');
  await page.getByRole('button', { name: /^Notifications, \d+ unread$/ }).click();
  const panel = page.getByRole('dialog', { name: 'Notifications' });
  await expect(panel.getByRole('button', { name: /One more thing/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(panel.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeFocused();
});
