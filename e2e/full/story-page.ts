import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import type { Story } from '../../apps/web/src/testing/stories.js';

/** Opens a state as a reader meets it, and waits until nothing moves any more. */
export async function openStory(
  browser: Browser,
  { query, press = [] }: Story,
  { language = 'en', ...options }: BrowserContextOptions & { language?: string } = {},
): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
  await page.addInitScript((code) => localStorage.setItem('stm-chat:language', code), language);
  await page.goto(`/demo.html?latency=0&${query}`);
  await expect(page.locator('#root > *').first()).toBeVisible();
  for (const name of press) await page.getByRole('button', { name, exact: true }).last().click();
  // Overlays come from a file of their own: without this wait, the page behind them would be looked at.
  if (press.length > 0) await expect(page.locator('dialog[open], [role="dialog"], [role="menu"]').last()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  return page;
}
