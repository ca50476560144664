import { expect, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from '../fixtures/person.js';
import { type ServerProcess, startServer } from '../fixtures/server.js';

/** What the page does with the device: another app's share, drafts over devices, the question about notifications. */

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(() => server.stop());

type Options = Parameters<typeof signIn>[3];

async function customerIn(browser: Parameters<typeof signIn>[0], options: Options = {}): Promise<Person> {
  return signIn(browser, server, await demoAccount(server, 'customer'), options);
}

const field = (page: Page) => page.getByRole('textbox', { name: /^Message to/ });

test('another app shares a text and a picture: the reader chooses the chat, and both wait there to be sent', async ({
  browser,
}) => {
  const { page } = await customerIn(browser);
  const provider = await demoAccount(server, 'provider');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // As the system does it for an installed app: a form, sent to the address of the manifest.
  const target = await page.evaluate(async () => {
    const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    const { share_target } = (await (await fetch(manifest?.href ?? '')).json()) as {
      share_target: { action: string; method: string; enctype: string };
    };
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    const form = Object.assign(document.createElement('form'), share_target);
    const text = Object.assign(document.createElement('input'), {
      name: 'text',
      value: 'This tap? https://shop.example/31',
    });
    const files = Object.assign(document.createElement('input'), { name: 'files', type: 'file' });
    const data = new DataTransfer();
    data.items.add(new File([blob ?? ''], 'tap.png', { type: 'image/png' }));
    files.files = data.files;
    form.append(text, files);
    document.body.append(form);
    form.submit();
    return share_target;
  });
  expect(target).toMatchObject({ method: 'POST', enctype: 'multipart/form-data' });
  const dialog = page.getByRole('dialog', { name: 'Send to which chat?' });
  await expect(dialog.getByText('This tap? https://shop.example/31')).toBeVisible();
  await dialog
    .getByRole('button', { name: new RegExp(provider.name) })
    .first()
    .click();
  await expect(dialog).toHaveCount(0);
  await expect(field(page)).toHaveValue('This tap? https://shop.example/31');
  await expect(page.getByRole('list', { name: 'Files to send' }).getByText('tap.png')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Files to send' }).getByText(/^Ready/)).toHaveCount(1);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const sent = page.getByRole('log').getByRole('article').filter({ hasText: 'This tap?' });
  await expect(sent.getByRole('button', { name: 'Open image tap.png' })).toBeVisible();
  // It was taken: the same address asks for nothing more.
  await page.goto(`${server.url}/?share`);
  await expect(page.getByText('Nothing was shared, or it was too large.')).toBeVisible();
});

test('a draft stands in the list, outlives a reload, and is there on another device', async ({ browser }) => {
  const { page, openChatWith } = await customerIn(browser);
  const provider = await demoAccount(server, 'provider');
  await openChatWith(provider.name);
  await field(page).pressSequentially('Could you bring a');
  await page.keyboard.press('Escape');
  // The list says so where the chat is not the one that is open.
  const other = page
    .getByRole('list', { name: 'Chats' })
    .getByRole('link')
    .filter({ hasNotText: provider.name })
    .first();
  await other.click();
  const line = page.getByRole('list', { name: 'Chats' }).getByRole('link').filter({ hasText: 'Could you bring a' });
  await expect(line).toContainText('Draft:');
  await page.reload();
  await expect(line).toContainText('Draft:');
  await line.click();
  await expect(field(page)).toHaveValue('Could you bring a');

  const phone = await customerIn(browser, { viewport: { width: 390, height: 844 } });
  const there = phone.page
    .getByRole('list', { name: 'Chats' })
    .getByRole('link')
    .filter({ hasText: 'Could you bring a' });
  await expect(there).toContainText('Draft:');
  await there.click();
  await expect(field(phone.page)).toHaveValue('Could you bring a');
  await field(phone.page).press('Enter');
  await expect(field(page)).toHaveValue('');
});

test('notifications are asked for after the first message, with a reason, and once', async ({ browser }) => {
  const { page, openChatWith, write, bubbles } = await customerIn(browser);
  const provider = await demoAccount(server, 'provider');
  // A browser without a window answers for its reader: here it asks as one with a window does, and the reader allows it.
  await page.addInitScript(() => {
    let permission = localStorage.getItem('test:permission') ?? 'default';
    Object.defineProperty(Notification, 'permission', { get: () => permission });
    Notification.requestPermission = () => {
      localStorage.setItem('test:asked', String(Number(localStorage.getItem('test:asked') ?? 0) + 1));
      permission = 'granted';
      localStorage.setItem('test:permission', permission);
      return Promise.resolve('granted' as NotificationPermission);
    };
  });
  await page.reload();
  const card = page.getByRole('status').filter({ hasText: 'Hear of the answer?' });
  const ask = page.getByRole('button', { name: 'Turn on', exact: true });
  await openChatWith(provider.name);
  await expect(ask).toHaveCount(0);
  await write('Is Tuesday all right?');
  await expect(bubbles('Is Tuesday all right?')).toBeVisible();
  await expect(ask).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('test:asked'))).toBeNull();
  await ask.click();
  await expect(ask).toHaveCount(0);
  await expect(card).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem('test:asked'))).toBe('1');
  await page.reload();
  await write('Or Wednesday?');
  await expect(bubbles('Or Wednesday?')).toBeVisible();
  await expect(ask).toHaveCount(0);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('switch', { name: 'Notify me on this device' })).toBeChecked();
  // This browser has no push service, and the switch alone would say more than is true.
  await expect(page.getByText(/^Only while the page is open/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  // Nothing rings until somebody asks for it.
  await expect(page.getByRole('switch', { name: 'Play a sound when a message arrives' })).not.toBeChecked();
});

test('who does not want notifications is not asked again', async ({ browser }) => {
  const { page, openChatWith, write, bubbles } = await customerIn(browser);
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'default' }));
  await page.reload();
  await openChatWith((await demoAccount(server, 'provider')).name);
  await write('Good evening');
  const later = page.getByRole('button', { name: 'Not now' });
  await later.click();
  await expect(later).toHaveCount(0);
  await page.reload();
  await write('Are you there?');
  await expect(bubbles('Are you there?')).toBeVisible();
  await expect(later).toHaveCount(0);
});
