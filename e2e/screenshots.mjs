// `npm run screenshots`: the pictures of README and docs, from the built server with demo data.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'docs/screenshots');

/** @type {{ file: string, width: number, height: number, dark?: boolean, open?: boolean, as?: string }[]} */
const pictures = [
  { file: 'login', width: 1280, height: 800, as: '' },
  { file: 'conversation', width: 1280, height: 800, open: true },
  { file: 'conversation-dark', width: 1280, height: 800, open: true, dark: true },
  { file: 'list-phone', width: 390, height: 844 },
  { file: 'conversation-phone', width: 390, height: 844, open: true },
  { file: 'conversation-phone-dark', width: 390, height: 844, open: true, dark: true },
];

const data = await mkdtemp(path.join(tmpdir(), 'stm-chat-pictures-'));
const server = spawn(process.execPath, [path.join(root, 'apps/server/dist/main.js')], {
  env: { ...process.env, PORT: '0', DATA_DIR: data, DEMO: '1', LOG_LEVEL: 'error' },
});
const port = await new Promise((found) => {
  let text = '';
  server.stdout.on('data', (chunk) => {
    text += chunk;
    const match = /running at port (\d+)/.exec(text);
    if (match) found(match[1]);
  });
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
  ],
});
await mkdir(folder, { recursive: true });
for (const { file, width, height, dark = false, open = false, as = 'Sara' } of pictures) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}`);
  await page
    .getByRole('button', { name: /^Sign in as/ })
    .first()
    .waitFor();
  if (as !== '') {
    await page.getByRole('button', { name: new RegExp(`^Sign in as ${as}`) }).click();
    await page.getByRole('link', { name: /Omar/ }).first().waitFor();
  }
  if (open) {
    await page.getByRole('link', { name: /Omar/ }).first().click();
    await page.getByRole('log').getByRole('article').last().waitFor();
  }
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(folder, `${file}.png`), animations: 'disabled' });
  await context.close();
}
await browser.close();
server.kill('SIGTERM');
await new Promise((ended) => server.once('exit', ended));
await rm(data, { recursive: true, force: true });
