import { type Browser, expect, type Page, test } from '@playwright/test';
import { type DemoAccount, type ServerProcess, startServer } from '../fixtures/server.js';
import { type GuidePage, serveGuidePage } from './guide-page.js';

interface Party {
  readonly page: Page;
  readonly account: DemoAccount;
}

let server: ServerProcess;
let guide: GuidePage;

test.beforeAll(async () => {
  server = await startServer();
  guide = await serveGuidePage(`http://127.0.0.1:${server.port}`);
});

test.afterAll(async () => {
  await guide.close();
  await server.stop();
});

/** Opens the guide's page in a browser of its own and logs in with the guide's own call. */
async function enter(browser: Browser, account: DemoAccount, userId: number, chatId: string): Promise<Party> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${guide.url}/?chat=${chatId}&user=${userId}`);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByPlaceholder('Type a message...')).toBeVisible();
  return { page, account };
}

async function oneChat(): Promise<{
  chatId: string;
  customerId: number;
  providerId: number;
  parties: [DemoAccount, DemoAccount];
}> {
  const accounts = await server.accounts();
  const login = async (account: DemoAccount) => {
    const answer = await fetch(`${server.url}/api/auth/login`, {
      method: 'POST',
      body: JSON.stringify(account, ['email', 'password']),
    });
    return (await answer.json()) as { token: string; user: { id: number } };
  };
  const customer = accounts.find(({ role }) => role === 'customer')!;
  const { token, user } = await login(customer);
  const list = await fetch(`${server.url}/api/chat`, { headers: { Authorization: `Bearer ${token}` } });
  const { chats } = (await list.json()) as { chats: { id: string; status: string; provider_id: number | null }[] };
  for (const provider of accounts.filter(({ role }) => role === 'provider')) {
    const { user: other } = await login(provider);
    const chat = chats.find(({ status, provider_id }) => status === 'open' && provider_id === other.id);
    if (chat !== undefined)
      return { chatId: chat.id, customerId: user.id, providerId: other.id, parties: [customer, provider] };
  }
  throw new Error('The demo data has no open chat');
}

test('[CO1][CO2] the guide’s own client, unmodified: a message of the customer is seen once by the provider', async ({
  browser,
}) => {
  const { chatId, customerId, providerId, parties } = await oneChat();
  const customer = await enter(browser, parties[0], customerId, chatId);
  const provider = await enter(browser, parties[1], providerId, chatId);

  // History came over the route without /api.
  const history = provider.page.locator('.messages-list p');
  await expect(history.first()).toBeVisible();

  const box = customer.page.getByPlaceholder('Type a message...');
  // The history is there before the provider's socket is in the chat; who comes into it later hears of the next letter only.
  await expect(async () => {
    await box.fill('');
    await box.pressSequentially('Is Friday fine?');
    await expect(provider.page.getByText('User is typing...')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await box.press('Enter');

  await expect(provider.page.getByText('Is Friday fine?')).toHaveCount(1);
  await expect(customer.page.getByText('Is Friday fine?')).toHaveCount(1);
  await expect(provider.page.getByText('User is typing...')).toHaveCount(0);

  await provider.page.getByPlaceholder('Type a message...').fill('Friday is fine.');
  await provider.page.getByRole('button', { name: 'Send' }).click();
  await expect(customer.page.getByText('Friday is fine.')).toHaveCount(1);
  const mine = customer.page.locator('.other-message', { hasText: 'Friday is fine.' });
  await expect(mine).toHaveCount(1);

  // The clients leave and come back: both messages are in the history, once.
  await customer.page.getByRole('button', { name: 'Log out' }).click();
  const again = await enter(browser, parties[0], customerId, chatId);
  await expect(again.page.getByText('Is Friday fine?')).toHaveCount(1);
  await expect(again.page.getByText('Friday is fine.')).toHaveCount(1);
});

test('[CO3] the guide’s health check', async ({ request }) => {
  const answer = await request.get(`${server.url}/health`);
  const body = await answer.json();
  expect(Object.keys(body)).toEqual(['status', 'timestamp', 'service']);
  expect(body).toMatchObject({ status: 'ok', service: 'STM Backend' });
  expect(new Date(body.timestamp).toISOString()).toBe(body.timestamp);
});

test('the guide’s three lines are printed', () => {
  const lines = server.output();
  expect(lines).toContain('✅ Connected to transaction pooler (REST API)');
  expect(lines).toContain('✅ Connected to direct connection (Real-time/Socket.IO)');
  expect(lines).toMatch(/STM Backend running at port \d+/);
});
