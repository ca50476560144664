import { expect, type Page, test } from '@playwright/test';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

/** What a page must not do: break the content security policy, load anything from elsewhere, fail. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (entry) => entry.type() === 'error' && faults.push(entry.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) faults.push(request.url());
  });
  return faults;
}

test('[AP3] the HTTP page shows every part of the API and tries a call out', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto(`${server.url}/api/docs`);
  for (const part of ['health', 'auth', 'chat', 'admin']) {
    await expect(page.getByRole('link', { name: part, exact: true })).toBeVisible();
  }
  await page.getByText('The process lives.').click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await expect(page.getByText('"STM Backend"').first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('[AP3] the page of live events leads to a command, and from there to what it answers', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto(`${server.url}/api/docs`);
  await page.getByRole('link', { name: 'Live events' }).click();
  await page.getByRole('link', { name: 'send_message' }).click();
  const command = page.locator('#send_message');
  await expect(command).toBeInViewport();
  await expect(command).toContainText('client_id');
  await command.getByRole('link', { name: 'WrittenMessage', exact: true }).click();
  await expect(page.locator('#schema-WrittenMessage')).toBeInViewport();
  expect(faults).toEqual([]);
});
