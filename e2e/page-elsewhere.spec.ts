import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type PushService, startPushService } from '../apps/server/src/features/push/testing/push-service.js';
import { type PageElsewhere, startPageElsewhere } from './fixtures/page-elsewhere.js';
import { withPushService } from './fixtures/push-device.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

// The page is built for a server of another site and served by itself, as docs/deploy-vercel.md has it; the server names the
// page's origin in FRONTEND_URL, and no other. Browsers find every name below localhost on this machine, and trust it as they
// trust https; to the server it is no page of this machine.
test.describe.configure({ timeout: 180_000 });

const SERVICE = randomBytes(32).toString('base64url');
const PASSWORD = 'a long password of the test';
let service: PushService;
let elsewhere: PageElsewhere;
let server: ServerProcess;
test.beforeAll(async () => {
  [service, elsewhere] = await Promise.all([startPushService(), startPageElsewhere()]);
  server = await startServer({
    DEMO: '0',
    SERVICE_TOKEN: SERVICE,
    FRONTEND_URL: elsewhere.url,
    OUTGOING_ALLOW: '127.0.0.1',
  });
  // Another site, and not only another port: browsers are stricter then.
  await elsewhere.build(siteOf(server));
});
test.afterAll(async () => {
  await server?.stop();
  await elsewhere.stop();
  await service.stop();
});

const siteOf = ({ port }: ServerProcess): string => `http://127.0.0.1:${port}`;

async function call<T>(token: string, method: string, path: string, body?: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(`${server.url}${path}`, init);
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Account {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

const account = (role: string, name: string): Promise<Account> => {
  const email = `${name.toLowerCase()}@example.com`;
  return call(SERVICE, 'POST', '/api/admin/users', { name, email, role, region: 'north', password: PASSWORD });
};
const tokenOf = async ({ email }: Account): Promise<string> =>
  (await call<{ token: string }>('', 'POST', '/api/auth/login', { email, password: PASSWORD })).token;

/** Somebody signs in at the page, by its form. */
async function signedIn(browser: Browser, { email }: Account) {
  const context = await browser.newContext({ permissions: ['notifications'] });
  const device = await withPushService(context, service);
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|CORS/.test(message.text())) refused.push(message.text());
  });
  await page.goto(elsewhere.url);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('link', { name: /The hedge/ })).toBeVisible();
  return { page, context, device, refused };
}

const open = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: /The hedge/ }).click();
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible();
};
const write = async (page: Page, text: string): Promise<void> => {
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await box.fill(text);
  await box.press('Enter');
};
const bubble = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });

test(
  '[OR4][AU12] a page of another origin does everything that the server’s own page does',
  { tag: '@full' },
  async ({ browser }) => {
    const [carla, pablo] = await Promise.all([account('customer', 'Carla'), account('provider', 'Pablo')]);
    const job = { job_id: 'job-1', subject: 'The hedge', customer_id: carla.id, provider_id: pablo.id };
    const chat = await call<{ id: string }>(SERVICE, 'POST', '/api/admin/chats', job);
    const [customer, provider] = [await signedIn(browser, carla), await signedIn(browser, pablo)];
    for (const { page } of [customer, provider]) await open(page);

    // Sent and received, and the session outlives a reload without a cookie of the server's.
    await write(customer.page, 'Can you come today?');
    await expect(bubble(provider.page, 'Can you come today?')).toBeVisible();
    await provider.page.reload();
    await write(provider.page, 'At five.');
    await expect(bubble(customer.page, 'At five.')).toBeVisible();
    expect((await customer.context.cookies()).map(({ name }) => name)).toEqual([]);

    // Files: an upload in pieces, an image made anew and shown, a document saved as it was.
    const png = await customer.page.screenshot();
    await customer.page.getByTestId('attach-input').setInputFiles([
      { name: 'hedge.png', mimeType: 'image/png', buffer: png },
      { name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% an offer\n') },
    ]);
    await expect(customer.page.getByRole('list', { name: 'Files to send' }).getByText(/^Ready/)).toHaveCount(2);
    await customer.page.getByRole('button', { name: 'Send', exact: true }).click();
    const image = provider.page.getByRole('button', { name: /^Open image/ }).locator('img');
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(100);
    const saved = provider.page.waitForEvent('download');
    await provider.page.getByRole('button', { name: 'Save offer.pdf' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toBe('%PDF-1.7\n% an offer\n');

    // Pushes: the page's own service worker is registered, and what is sent reaches this device.
    await customer.page.getByRole('button', { name: 'Account and settings' }).click();
    await customer.page.getByRole('button', { name: 'Settings', exact: true }).click();
    const choice = customer.page.getByRole('switch', { name: 'Notify me on this device' });
    await choice.click();
    await expect(choice).toBeChecked();
    // Until then the server does not know of it.
    await expect(customer.page.getByText('the page is not in view, or closed')).toBeVisible();
    expect(customer.context.serviceWorkers().map((worker) => worker.url())).toEqual([`${elsewhere.url}/sw.js`]);
    await customer.page.goto('about:blank');
    await write(provider.page, 'I am on my way.');
    await expect
      .poll(() => customer.device.device()?.got() ?? [], { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ kind: 'show', body: 'I am on my way.' }));

    // The evidence of a dispute is saved, and its checker is the server's page.
    const asCarla = await tokenOf(carla);
    await call(asCarla, 'POST', `/api/chat/${chat.id}/disputes`, { reason: 'Late' });
    await customer.page.goto(`${elsewhere.url}/chats/${chat.id}`);
    await customer.page.getByRole('button', { name: /^Show the dispute/ }).click();
    const evidence = customer.page.getByRole('region', { name: 'Download the evidence' });
    const file = customer.page.waitForEvent('download');
    await evidence.getByRole('button', { name: 'Download the evidence' }).click();
    expect(await readFile(await (await file).path(), 'utf8')).toContain('Can you come today?');
    const checker = customer.page.waitForEvent('popup');
    await evidence.getByRole('link', { name: 'Check a file offline' }).click();
    await expect((await checker).getByLabel('File of evidence')).toBeVisible();
    expect((await checker).url()).toContain(`${siteOf(server)}/api/evidence/verifier`);

    for (const { refused } of [customer, provider]) expect(refused).toEqual([]);
  },
);

test('[OR6] a page of an origin that is not named is refused', { tag: '@full' }, async ({ page }) => {
  await page.goto(elsewhere.url.replace('//page.', '//stranger.'));
  await page.getByLabel('E-mail').fill('carla@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('The server cannot be reached.')).toBeVisible();
});
