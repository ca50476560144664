import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { demoAccount } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

const got: { readonly body: string; readonly headers: Record<string, string>; readonly type: string }[] = [];
let status = 200;
const host = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
  request.on('end', () => {
    got.push({ body, headers: request.headers as Record<string, string>, type: JSON.parse(body).type });
    response.writeHead(status).end();
  });
});
let server: ServerProcess;

test.beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  server = await startServer({ OUTGOING_ALLOW: '127.0.0.1' });
});
test.afterAll(async () => {
  await server.stop();
  host.close();
});

test(
  '[WH7][WH8][WH9] an administrator adds an endpoint, sees its secret once, and what became of every event',
  { tag: '@full' },
  async ({ browser }) => {
    const account = await demoAccount(server, 'admin');
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    const isAccessible = async () => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.goto(server.url);
    await page.getByRole('button', { name: new RegExp(`^Sign in as ${account.name},`) }).click();
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await expect(page.getByText('There are no endpoints.')).toBeVisible();

    await page.getByRole('button', { name: 'Add an endpoint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill('shop.example/hooks');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('begins with https://');
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/hooks`;
    await dialog.getByLabel('Address').fill(url);
    await dialog.getByLabel('What it is for').fill('Billing');
    await dialog.getByLabel('message.created').uncheck();
    await isAccessible();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const secret = await dialog.getByLabel('Secret').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await isAccessible();
    await dialog.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('button', { name: /Billing/ }).click();
    await expect(page.getByText(secret)).toHaveCount(0);
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => got.map(({ type }) => type)).toEqual(['webhook.test']);
    expect(new Webhook(secret).verify(got[0]?.body ?? '', got[0]?.headers ?? {})).toMatchObject({
      type: 'webhook.test',
    });
    const log = page.getByRole('list', { name: 'Deliveries' });
    await expect(async () => {
      await page.getByRole('button', { name: 'Read again' }).click();
      await expect(log.getByText('Delivered')).toBeVisible({ timeout: 1000 });
    }).toPass();

    status = 503;
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect(async () => {
      await page.getByRole('button', { name: 'Read again' }).click();
      await expect(log.getByText('1 attempt · refused · 503')).toBeVisible({ timeout: 1000 });
    }).toPass();
    await isAccessible();
    await page.screenshot({ path: test.info().outputPath('webhooks.png'), fullPage: true });

    status = 200;
    await log.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByRole('status').filter({ hasText: '1 event is sent again.' })).toBeVisible();
    await expect.poll(() => new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(2);

    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'New secret' }).click();
    await expect(page.getByLabel('Secret')).toHaveValue(/^whsec_/);
    await expect(page.getByText(/Both secrets sign until/)).toBeVisible();
    await page.getByRole('switch', { name: 'Send events here' }).click();
    await expect(page.getByText('Turned off')).toBeVisible();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('There are no endpoints.')).toBeVisible();
  },
);
