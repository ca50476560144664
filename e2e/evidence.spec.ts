import { expect, test } from '@playwright/test';
import { demoAccount } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

/** The signed file of the demo's settled dispute, as its customer gets it. */
async function evidence(): Promise<Buffer> {
  const { email, password } = await demoAccount(server, 'customer');
  const json = { 'Content-Type': 'application/json' };
  const login = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  const { token } = (await login.json()) as { token: string };
  const headers = { Authorization: `Bearer ${token}` };
  const list = await fetch(`${server.url}/api/disputes?status=resolved`, { headers });
  const { disputes } = (await list.json()) as { disputes: { id: string }[] };
  const file = await fetch(`${server.url}/api/disputes/${disputes[0]?.id}/evidence`, { headers });
  return Buffer.from(await file.arrayBuffer());
}

test('[EV3][EV8] the verifier page, without a network, knows genuine evidence, forged evidence and a foreign key', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${server.url}/api/evidence/verifier`);
  const [genuine, keys] = [
    await evidence(),
    await (await fetch(`${server.url}/.well-known/stm-chat-evidence.json`)).text(),
  ];
  await context.setOffline(true);
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('File of evidence').setInputFiles({ name, mimeType: 'application/x-ndjson', buffer });
  const verdict = page.getByRole('status');

  await choose('genuine.ndjson', genuine);
  await expect(verdict).toContainText('Complete and unchanged since it was signed');
  await page.getByLabel('Keys that the server publishes').fill(keys);
  await page.getByLabel('Keys that the server publishes').blur();
  await expect(verdict).toContainText('Genuine and complete');
  await expect(page.getByText('a new post at no extra cost').first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('genuine.png'), fullPage: true });

  // The page says the same in another language, at once and without a network.
  await page.getByLabel('Language').selectOption('ur');
  await expect(verdict).toContainText('اصلی اور مکمل');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.screenshot({ path: test.info().outputPath('urdu.png'), fullPage: true });
  await page.getByLabel('زبان').selectOption('en');
  await expect(verdict).toContainText('Genuine and complete');

  const at = genuine.indexOf('240');
  const forged = Buffer.from(genuine);
  forged.write('340', at);
  await choose('forged.ndjson', forged);
  await expect(verdict).toContainText('Not genuine');
  await expect(page.getByText('a new post at no extra cost')).toHaveCount(0);

  await page.getByLabel('Keys that the server publishes').fill(JSON.stringify({ keys: [{ x: 'AAAA' }] }));
  await choose('genuine.ndjson', genuine);
  await expect(verdict).toContainText('none of those that the server published');
  expect(errors).toEqual([]);
  await context.close();
});
