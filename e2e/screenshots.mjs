// `npm run screenshots`: the pictures of README and docs, of the application over a world in memory, in Chromium.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { startPictureBrowser } from './fixtures/picture-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'docs/screenshots');
const chat = 'path=/chats/00000000-0000-4000-8000-000000000001';

/** @type {{ file: string, query: string, press?: readonly string[] }[]} */
const states = [
  { file: 'list', query: '' },
  { file: 'conversation', query: chat },
  { file: 'empty', query: 'state=empty' },
  { file: 'offline', query: `state=offline&${chat}` },
  { file: 'settings', query: '', press: ['Account and settings', 'Settings'] },
];
/** @type {{ name: string, dark?: boolean, language?: string, press?: Record<string, string> }[]} */
const looks = [
  { name: '' },
  { name: '-dark', dark: true },
  { name: '-rtl', language: 'ar', press: { 'Account and settings': 'الحساب والإعدادات', Settings: 'الإعدادات' } },
];
const widths = [
  { name: '', width: 1440, height: 900 },
  { name: '-phone', width: 390, height: 844 },
];

/** An afternoon: times in the pictures are those of a working day, and the same whenever they are taken. */
const NOW = new Date('2026-03-11T16:40:00');

const vite = await createServer({ root: path.join(root, 'apps/web'), logLevel: 'error', server: { port: 0 } });
await vite.listen();
const address = vite.httpServer?.address();
if (typeof address !== 'object' || address === null) throw new Error('the page is not served');
const browser = await startPictureBrowser();
await mkdir(folder, { recursive: true });

/**
 * @param {string} file
 * @param {string} query
 * @param {{ width: number, height: number }} viewport
 * @param {{ dark?: boolean, language?: string, press?: readonly string[] }} look
 */
async function picture(file, query, viewport, { dark = false, language = 'en', press = [] }) {
  const context = await browser.newContext({ viewport, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  await context.addInitScript((code) => localStorage.setItem('stm-chat:language', code), language);
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.goto(
    `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (address).port}/demo.html?latency=0&${query}`,
  );
  await page.locator('#root > *').first().waitFor();
  for (const name of press) await page.getByRole('button', { name, exact: true }).last().click();
  if (press.length > 0) await page.getByRole('dialog').waitFor();
  await page.waitForLoadState('networkidle');
  // The banner about the network waits a moment before it says anything.
  if (query.includes('offline')) await page.locator('.stm-banner__body').waitFor();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  // What shows for a moment after a movement, and words that come in a file of their own.
  await page.waitForFunction(
    () => document.querySelector('.stm-floating-date[data-visible], .stm-late-words, .stm-skeleton') === null,
  );
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(folder, `${file}.png`), animations: 'disabled' });
  await context.close();
}

// `-- offline settings` takes only those.
const only = process.argv.slice(2);
const wanted = (/** @type {string} */ file) => only.length === 0 || only.includes(file);
if (wanted('login')) await picture('login', 'login', { width: 1440, height: 900 }, {});
if (wanted('dispute'))
  await picture('dispute', `as=lsm&path=/chats/00000000-0000-4000-8000-000000000002`, { width: 1440, height: 900 }, {});
for (const { file, query, press = [] } of states.filter((state) => wanted(state.file))) {
  for (const look of looks) {
    for (const { name, width, height } of widths) {
      const pressed = press.map((word) => look.press?.[word] ?? word);
      await picture(`${file}${name}${look.name}`, query, { width, height }, { ...look, press: pressed });
    }
  }
}
await browser.close();
await vite.close();
