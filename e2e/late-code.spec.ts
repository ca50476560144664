import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from './fixtures/demo-page.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('on a line that lies, what cannot be loaded says so and can be tried again; the page and its words stay', async ({
  browser,
}) => {
  const page = await demo.open(browser, 'latency=0&path=/chats/00000000-0000-4000-8000-000000000001');
  let broken = false;
  await page.route('**/assets/*.js', (route) => (broken ? route.abort() : route.continue()));
  const field = page.getByRole('textbox', { name: /^Message to/ });
  await field.fill('Half a sentence');
  broken = true;
  await page.keyboard.press('Control+k');
  const notice = page.getByRole('alert').filter({ hasText: 'This could not be loaded.' });
  await expect(notice).toBeVisible();
  await expect(field).toHaveValue('Half a sentence');

  broken = false;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await expect(notice).toHaveCount(0);
});
