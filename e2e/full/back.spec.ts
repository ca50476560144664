import { expect, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from '../fixtures/person.js';
import { type ServerProcess, startServer } from '../fixtures/server.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

const dialogs = (page: Page) => page.getByRole('dialog');
const steps = (page: Page) => page.evaluate(() => window.history.length);

async function onPhone(browser: Parameters<typeof signIn>[0]): Promise<Person> {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), PHONE);
  await customer.openChatWith((await demoAccount(server, 'provider')).name);
  return customer;
}

/** A picture in the open chat. */
async function sendPicture({ page, log }: Person): Promise<void> {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 400 });
    canvas.getContext('2d')?.fillRect(0, 0, 600, 400);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await page
    .getByTestId('attach-input')
    .setInputFiles([{ name: 'tap.png', mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') }]);
  await expect(page.getByRole('list', { name: 'Files to send' }).getByText(/^Ready/)).toHaveCount(1, {
    timeout: 30_000,
  });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(log.getByRole('button', { name: 'Open image tap.png' }).locator('img')).toBeVisible();
}

test('back closes the sheet, then the viewer, then the chat', async ({ browser }) => {
  const customer = await onPhone(browser);
  const { page } = customer;
  await sendPicture(customer);
  await page.getByRole('button', { name: 'Open image tap.png' }).click();
  await expect(page.getByRole('dialog', { name: 'Image 1 of 1' })).toBeVisible();
  await page.goBack();
  await expect(dialogs(page)).toHaveCount(0);
  await expect(customer.log).toBeVisible();

  await page.getByRole('button', { name: 'Job and people' }).click();
  await expect(dialogs(page)).toBeVisible();
  await page.goBack();
  await expect(dialogs(page)).toHaveCount(0);
  await expect(customer.log).toBeVisible();

  await page.goBack();
  await expect(page.getByRole('list', { name: 'Chats' })).toBeVisible();
  await expect(customer.log).toHaveCount(0);
});

test('a menu that opens a dialog is one step; closing by the button leaves none', async ({ browser }) => {
  const { page, log } = await onPhone(browser);
  const before = await steps(page);
  await page.getByRole('button', { name: 'Chat actions' }).click();
  await page.getByRole('menuitem', { name: 'Problem with this job?' }).click();
  await expect(dialogs(page)).toBeVisible();
  await expect.poll(() => steps(page)).toBe(before + 1);
  await page.goBack();
  await expect(dialogs(page)).toHaveCount(0);
  await expect(log).toBeVisible();

  await page.getByRole('button', { name: 'Job and people' }).click();
  await dialogs(page).getByRole('button', { name: 'Close' }).click();
  await expect(dialogs(page)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => 'stmLayers' in ((history.state as object | null) ?? {}))).toBe(false);
  await page.goBack();
  await expect(page.getByRole('list', { name: 'Chats' })).toBeVisible();
});
