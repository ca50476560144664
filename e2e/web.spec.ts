import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});

test.afterAll(async () => {
  await server.stop();
});

async function customerAndProvider(browser: Parameters<typeof signIn>[0]): Promise<[Person, Person]> {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
  await customer.openChatWith(provider.name);
  await provider.page.goto(customer.page.url());
  await expect(provider.page.getByRole('region', { name: `Conversation with ${customer.name}` })).toBeVisible();
  return [customer, provider];
}

test('the customer types, the provider sees it once, and the ticks turn', async ({ browser }) => {
  const [customer, provider] = await customerAndProvider(browser);

  await customer.page.getByRole('textbox', { name: /^Message to/ }).pressSequentially('Could you come on Friday?');
  await expect(provider.page.getByText(`${customer.name} is typing`).first()).toBeVisible();
  await customer.page.keyboard.press('Enter');

  await expect(provider.bubbles('Could you come on Friday?')).toHaveCount(1);
  await expect(customer.bubbles('Could you come on Friday?')).toHaveCount(1);
  await expect(provider.page.getByText(`${customer.name} is typing`)).toHaveCount(0);
  // The provider's window shows the chat: the tick ends at "read".
  await provider.page.bringToFront();
  const bubble = customer.log.getByRole('article').filter({ hasText: 'Could you come on Friday?' });
  await expect(bubble.getByRole('button', { name: /Read$/ })).toBeVisible();

  await provider.write('Friday at four it is.');
  await expect(customer.bubbles('Friday at four it is.')).toHaveCount(1);
});

test('[CL1][DL15] what is written while the server is killed is sent when it is back, once, and nothing is gone', async ({
  browser,
}) => {
  const [customer, provider] = await customerAndProvider(browser);
  await customer.write('before the crash');
  await expect(provider.bubbles('before the crash')).toHaveCount(1);

  const back = server.killAndRestart();
  await customer.write('during the crash');
  await expect(customer.bubbles('during the crash')).toHaveCount(1);
  await back;

  await expect(provider.bubbles('during the crash')).toHaveCount(1, { timeout: 30_000 });
  await expect(customer.log.getByText('Not sent')).toHaveCount(0);
  await provider.page.reload();
  await expect(provider.bubbles('before the crash')).toHaveCount(1);
  await expect(provider.bubbles('during the crash')).toHaveCount(1);
});

test('what is typed at once after opening arrives, in order', { tag: '@full' }, async ({ browser }) => {
  const [customer, provider] = await customerAndProvider(browser);
  const lines = Array.from({ length: 12 }, (_, number) => `line ${number + 1}`);
  for (const line of lines) await customer.write(line);
  await expect(provider.bubbles('line 12')).toHaveCount(1);
  const seen = await provider.log.getByText(/^line \d+$/).allTextContents();
  expect(seen).toEqual(lines);
  await customer.page.reload();
  await expect(customer.bubbles('line 12')).toBeVisible();
});

test('a session survives a reload without a token where scripts could read it, and ends on signing out', async ({
  browser,
}) => {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const stored = await customer.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(stored).not.toMatch(/eyJ|refresh/);
  expect(await customer.page.evaluate(() => document.cookie)).toBe('');
  await customer.page.reload();
  await expect(customer.page.getByRole('heading', { name: 'Chats' }).first()).toBeVisible();

  await customer.page.getByRole('button', { name: 'Account and settings' }).click();
  await customer.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(customer.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await customer.page.reload();
  await expect(customer.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('on a phone there is one pane at a time, with a way back', async ({ browser }) => {
  const account = await demoAccount(server, 'customer');
  const customer = await signIn(browser, server, account, { viewport: { width: 390, height: 844 } });
  await customer.openChatWith((await demoAccount(server, 'provider')).name);
  await expect(customer.page.getByRole('list', { name: 'Chats' })).toBeHidden();
  await customer.page
    .getByRole('link', { name: 'Back to the list of chats' })
    .or(customer.page.getByRole('button', { name: 'Back to the list of chats' }))
    .click();
  await expect(customer.page.getByRole('list', { name: 'Chats' })).toBeVisible();
});

test(
  'nobody is kept out: axe finds nothing in the login page, the list and a conversation, light or dark',
  { tag: '@full' },
  async ({ browser }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const settings = { colorScheme, reducedMotion: 'reduce' } as const;
      const page = await (await browser.newContext(settings)).newPage();
      await page.goto(server.url);
      await expect(page.getByRole('button', { name: /^Sign in as/ }).first()).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      const customer = await signIn(browser, server, await demoAccount(server, 'customer'), settings);
      expect((await new AxeBuilder({ page: customer.page }).analyze()).violations).toEqual([]);
      await customer.openChatWith((await demoAccount(server, 'provider')).name);
      await expect(customer.log.getByRole('article').last()).toBeVisible();
      expect((await new AxeBuilder({ page: customer.page }).analyze()).violations).toEqual([]);
    }
  },
);

test('[OR6] a page of another origin is refused', async ({ request }) => {
  const answer = await request.get(`${server.url}/api/demo`, { headers: { Origin: 'https://evil.example' } });
  expect(answer.status()).toBe(403);
});

test('the page’s files come compressed to whoever can read that, and as they are to others', async ({ request }) => {
  const page = await (await request.get(server.url)).text();
  const [, script] = [...page.matchAll(/<script type="module"[^>]*src="([^"]+)"/g)].at(-1) ?? [];
  const plain = await request.get(`${server.url}${script}`, { headers: { 'Accept-Encoding': 'identity' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  for (const encoding of ['br', 'gzip']) {
    const answer = await request.get(`${server.url}${script}`, { headers: { 'Accept-Encoding': encoding } });
    expect(answer.headers()).toMatchObject({
      'content-encoding': encoding,
      'cache-control': expect.stringContaining('immutable'),
    });
    expect(Number(answer.headers()['content-length'])).toBeLessThan(Number(plain.headers()['content-length']) / 2);
    expect(await answer.text()).toBe(await plain.text());
  }
});
