import { expect, test } from '@playwright/test';
import { STORIES } from '../../apps/web/src/testing/stories.js';

test('npm run stories shows every state, in the scheme, language and width that are chosen', async ({ browser }) => {
  test.slow();
  const page = await browser.newPage({ baseURL: 'http://localhost:5177' });
  await page.goto('/stories.html?scheme=dark&lang=ar&width=390');
  await expect(page.locator('iframe')).toHaveCount(STORIES.length);
  // Each is loaded when it is scrolled to: one of each kind.
  for (const name of ['login', 'conversation', 'files', 'case']) {
    await page.locator(`#${name}`).scrollIntoViewIfNeeded();
    const frame = page.frameLocator(`#${name} iframe`);
    await expect(frame.locator('html')).toHaveAttribute('dir', 'rtl', { timeout: 30_000 });
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(frame.locator('#root > *').first()).toBeVisible({ timeout: 30_000 });
  }
  await page.context().close();
});
