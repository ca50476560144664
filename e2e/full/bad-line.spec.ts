import { expect, test } from '@playwright/test';
import { openTcpProxy, type TcpProxy } from '../../packages/client/src/testing/tcp-proxy.js';
import { demoAccount, signIn } from '../fixtures/person.js';
import { type ServerProcess, startServer } from '../fixtures/server.js';

let server: ServerProcess;
let line: TcpProxy;
test.beforeAll(async () => {
  server = await startServer();
  line = await openTcpProxy(server.port);
});
test.afterAll(async () => {
  await line.close();
  await server.stop();
});

test('on a line that takes everything and brings nothing, what is written and sent waits, is counted, and arrives once and in order', async ({
  browser,
}) => {
  test.slow();
  const provider = await demoAccount(server, 'provider');
  const url = line.url.replace('127.0.0.1', 'localhost');
  const customer = await signIn(browser, { ...server, url }, await demoAccount(server, 'customer'));
  const other = await signIn(browser, server, provider);
  await customer.openChatWith(provider.name);
  await other.openChatWith(customer.name);
  await customer.write('before the lift');
  await expect(other.bubbles('before the lift')).toHaveCount(1);

  line.swallow(true);
  const { page } = customer;
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  await customer.write('one, in the lift');
  await customer.write('two, in the lift');
  await page
    .getByTestId('attach-input')
    .setInputFiles([{ name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% a bill\n') }]);
  await customer.write('three, with the bill');
  for (const text of ['one, in the lift', 'two, in the lift', 'three, with the bill'])
    await expect(customer.bubbles(text)).toHaveCount(1);
  // The page finds out by itself: the browser says that there is a network.
  await expect(page.getByRole('status').filter({ hasText: '3 messages queued' })).toBeVisible({ timeout: 45_000 });
  await expect(other.bubbles('one, in the lift')).toHaveCount(0);

  line.swallow(false);
  line.cut();
  await expect(other.bubbles('three, with the bill')).toHaveCount(1, { timeout: 45_000 });
  await expect(other.page.getByRole('button', { name: 'Save bill.pdf' })).toHaveCount(1);
  const texts = await other.log.getByRole('article').allInnerTexts();
  const told = texts.flatMap((text) => /(one|two|three), (?:in the lift|with the bill)/.exec(text)?.[1] ?? []);
  expect(told).toEqual(['one', 'two', 'three']);
  await expect(page.getByText(/queued/)).toHaveCount(0);
});
