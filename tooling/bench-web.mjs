/**
 * `npm run bench:web`: what a reader with a cheap phone waits for, measured in headless Chromium over the built server:
 * the processor slowed down four times. Prints each figure beside its budget; ends with 1 when one is over.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build } from './build/build.mjs';
import { inRoot } from './repository.mjs';
import { keyWork } from './web-bench/key-work.mjs';
import { BUDGETS, firstLoad, sdkWeight } from './weight/measure-weight.mjs';

const SLOWDOWN = 4;
/** Only what a machine that is not quiet can say: weights, and the processor's time of a letter and of a message. */
const WORK_ONLY = process.argv.includes('--work');
const ROUNDS = 5;
const PHONE = { width: 390, height: 844 };
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** @typedef {{ name: string, value: number, budget: number, unit: string, atLeast?: boolean }} Figure */

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function startServer() {
  const data = await mkdtemp(path.join(tmpdir(), 'stm-chat-bench-web-'));
  const { NODE_ENV: _, HOST: __, ...inherited } = process.env;
  const server = spawn(process.execPath, [inRoot('apps', 'server', 'dist', 'main.js')], {
    env: { ...inherited, PORT: '0', DATA_DIR: data, DEMO: '1', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => {
    let text = '';
    server.stdout.on('data', (chunk) => {
      text += String(chunk);
      const found = /running at port (\d+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url: `http://localhost:${port}`,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Kept by the page itself, from its first moment. */
function watchPage() {
  const seen = { lcp: 0, shift: 0, longest: 0, slowest: '' };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of /** @type {(PerformanceEntry & { value: number, hadRecentInput: boolean })[]} */ (
      list.getEntries()
    ))
      if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of /** @type {(PerformanceEntry & { interactionId: number })[]} */ (list.getEntries()))
      if (entry.interactionId > 0 && entry.duration > seen.longest) {
        seen.longest = entry.duration;
        seen.slowest = entry.name;
      }
  }).observe(/** @type {PerformanceObserverInit} */ ({ type: 'event', buffered: true, durationThreshold: 16 }));
}

/** @param {import('@playwright/test').Page} page */
const seenBy = (page) =>
  page.evaluate(
    () =>
      /** @type {{ seen: { lcp: number, shift: number, longest: number, slowest: string } }} */ (
        /** @type {unknown} */ (window)
      ).seen,
  );

/** What of a window is the browser's own: its tabs and its address. */
const WINDOW_FRAME = { width: 120, height: 160 };

/**
 * Makes the window larger than the page that it emulates. Playwright makes both of one size, and the browser's own bars
 * then cover the lowest 87 pixels, where one writes: no picture of what changes there is ever shown, and Event Timing
 * counts a letter's duration until something else on the page is drawn.
 *
 * @param {import('@playwright/test').CDPSession} devtools
 * @param {{ width: number, height: number }} viewport
 */
async function showAllOf(devtools, viewport) {
  const { windowId } = await devtools.send('Browser.getWindowForTarget');
  const wanted = { width: viewport.width + WINDOW_FRAME.width, height: viewport.height + WINDOW_FRAME.height };
  await devtools.send('Browser.setWindowBounds', { windowId, bounds: wanted });
  const { bounds } = await devtools.send('Browser.getWindowForTarget');
  if ((bounds.height ?? 0) < wanted.height) throw new Error('A part of the page would be outside of the window');
}

/**
 * Somebody who is signed in, with a page that is slow from the start.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {RegExp} who
 * @param {{ width: number, height: number }} viewport
 */
async function signedIn(browser, url, who, viewport) {
  const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
  await context.addInitScript(watchPage);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await showAllOf(devtools, viewport);
  await page.goto(url);
  await page.getByRole('button', { name: who }).click();
  await page.getByRole('list', { name: 'Chats' }).waitFor();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return { page, devtools };
}

/**
 * Milliseconds from the key to the picture that shows the bubble.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} text what the field holds
 */
async function timeToBubble(page, text) {
  const shown = await page.evaluateHandle((wanted) => {
    const log = document.querySelector('[role="log"]');
    const box = document.querySelector('textarea');
    if (log === null || box === null) throw new Error('no chat is open');
    let began = 0;
    // The event's own time: when the key went down, not when a script heard of it.
    box.addEventListener('keydown', (event) => (began = event.timeStamp), { once: true, capture: true });
    const time = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!(log.textContent ?? '').includes(wanted)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      });
      observer.observe(log, { childList: true, subtree: true, characterData: true });
    });
    return { time };
  }, text);
  await page.keyboard.press('Enter');
  return Number(await shown.evaluate(({ time }) => time));
}

/**
 * The slowest interaction of some steps.
 *
 * @param {import('@playwright/test').Page} page
 * @param {() => Promise<unknown>} steps
 */
async function slowestOf(page, steps) {
  await page.evaluate(() => {
    const { seen } = /** @type {{ seen: { longest: number, slowest: string } }} */ (/** @type {unknown} */ (window));
    seen.longest = 0;
    // Shorter ones are not told of: they take less than 16 ms.
    seen.slowest = 'none over 16 ms';
  });
  await steps();
  await page.waitForLoadState('networkidle');
  const { longest, slowest } = await seenBy(page);
  return { longest, slowest };
}

/**
 * The work of a letter and of a message without the slow-down, where neither a busy machine nor a display counts: a
 * quarter of the budget. The chat is open.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<Figure[]>}
 */
async function workOf(browser, page) {
  const box = page.getByRole('textbox', { name: /^Message to/ });
  /** @type {number[]} */
  const letter = [];
  /** @type {number[]} */
  const bubble = [];
  for (let round = 0; round < ROUNDS; round++) {
    await box.fill(`Traced ${round}`);
    await page.waitForLoadState('networkidle');
    letter.push(await keyWork(browser, page, 'x'));
    await page.waitForLoadState('networkidle');
    bubble.push(await keyWork(browser, page, 'Enter'));
  }
  return [
    { name: 'a letter, work, not slowed down', value: median(letter), budget: 50 / SLOWDOWN, unit: 'ms' },
    { name: 'own bubble, work, not slowed down', value: median(bubble), budget: 50 / SLOWDOWN, unit: 'ms' },
  ];
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<Figure[]>}
 */
async function measureWork(browser, url) {
  const { page, devtools } = await signedIn(browser, url, /^Sign in as Sara/, PHONE);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await page.getByRole('link', { name: /Omar/ }).first().click();
  await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
  return workOf(browser, page);
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<Figure[]>}
 */
async function measure(browser, url) {
  const { page, devtools } = await signedIn(browser, url, /^Sign in as Sara/, PHONE);
  /** @type {number[]} */
  const paints = [];
  for (let round = 0; round < ROUNDS; round++) {
    await devtools.send('Network.clearBrowserCache');
    await page.reload();
    await page.getByRole('list', { name: 'Chats' }).getByRole('link').first().waitFor();
    await page.waitForLoadState('networkidle');
    paints.push((await seenBy(page)).lcp);
  }

  const box = page.getByRole('textbox', { name: /^Message to/ });
  const opening = await slowestOf(page, async () => {
    await page.getByRole('link', { name: /Omar/ }).first().click();
    await box.waitFor();
  });
  const typing = await slowestOf(page, () => box.pressSequentially('How much will it be in the end?', { delay: 30 }));
  const menu = await slowestOf(page, async () => {
    await page.getByRole('button', { name: 'Chat actions' }).click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  });
  await page.keyboard.press('Escape');

  /** @type {number[]} */
  const bubbles = [];
  for (let round = 0; round < ROUNDS; round++) {
    await box.fill(`Measured ${round}`);
    await box.focus();
    bubbles.push(await timeToBubble(page, `Measured ${round}`));
  }

  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const work = await workOf(browser, page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });

  // Somebody reads further up while the other side writes: nothing that is read may move. On a device of its own, so that its
  // page, which is slowed down too, comes after what is measured in time.
  const other = await signedIn(browser, url, /^Sign in as Omar/, { width: 1000, height: 800 });
  await other.page.getByRole('link', { name: /Sara/ }).first().click();
  const theirs = other.page.getByRole('textbox', { name: /^Message to/ });
  await page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
  await page.waitForLoadState('networkidle');
  const before = (await seenBy(page)).shift;
  for (let number = 0; number < 10; number++) {
    await theirs.fill(`While you read ${number}`);
    await theirs.press('Enter');
  }
  await page.getByRole('button', { name: /^Jump to the latest message/ }).waitFor();
  await page.waitForLoadState('networkidle');
  const shift = (await seenBy(page)).shift - before;

  return [
    { name: 'largest contentful paint, cold', value: median(paints), budget: 1500, unit: 'ms' },
    { name: `opening a chat (${opening.slowest})`, value: opening.longest, budget: 100, unit: 'ms' },
    { name: `typing (${typing.slowest})`, value: typing.longest, budget: 50, unit: 'ms' },
    { name: `menu by keyboard (${menu.slowest})`, value: menu.longest, budget: 100, unit: 'ms' },
    { name: 'own bubble', value: median(bubbles), budget: 50, unit: 'ms' },
    ...work,
    // Four decimals, as browsers report it: below that it is the arithmetic.
    { name: 'layout shift while reading', value: Number(shift.toFixed(4)), budget: 0, unit: '' },
  ];
}

/**
 * Lighthouse, where it is installed: it is too large for everybody's install. `npm i --prefix .cache/tools lighthouse@12.8.2`
 *
 * @param {string} url
 * @returns {Promise<Figure[]>}
 */
async function lighthouse(url) {
  let program;
  try {
    const require = createRequire(inRoot('.cache', 'tools', 'package.json'));
    program = path.join(path.dirname(require.resolve('lighthouse/package.json')), 'cli', 'index.js');
  } catch {
    process.stdout.write('Lighthouse is not installed here: npm i --prefix .cache/tools lighthouse@12.8.2\n');
    return [];
  }
  const report = path.join(await mkdtemp(path.join(tmpdir(), 'stm-chat-lighthouse-')), 'report.json');
  const args = [
    program,
    url,
    '--quiet',
    '--output=json',
    `--output-path=${report}`,
    `--chrome-flags=--headless=new ${FLAGS.join(' ')}`,
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, CHROME_PATH: CHROMIUM }, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) {
    process.stdout.write(`Lighthouse did not run here (exit code ${code})\n`);
    return [];
  }
  const { readFile } = await import('node:fs/promises');
  const { categories } = JSON.parse(await readFile(report, 'utf8'));
  return Object.values(categories).map(({ title, score }) => ({
    name: `Lighthouse, ${title}`,
    value: Math.round(score * 100),
    budget: 95,
    unit: '',
    atLeast: true,
  }));
}

await build();
/** @type {Figure[]} */
const figures = [
  {
    name: 'first load, JavaScript',
    value: firstLoad().reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
    budget: BUDGETS.firstLoad / 1000,
    unit: 'kB gzip',
  },
  {
    name: 'SDK beside socket.io-client',
    value: (await sdkWeight()) / 1000,
    budget: BUDGETS.sdk / 1000,
    unit: 'kB gzip',
  },
];
const server = await startServer();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  figures.push(...(await (WORK_ONLY ? measureWork : measure)(browser, server.url)));
  await browser.close();
  if (!WORK_ONLY) figures.push(...(await lighthouse(server.url)));
} finally {
  await browser.close();
  await server.stop();
}
const rows = figures.map(({ name, value, budget, unit, atLeast = false }) => {
  const good = atLeast ? value >= budget : value <= budget;
  const shown = `${Number(value.toFixed(value < 10 ? 4 : 1))} ${unit}`.trim();
  return {
    good,
    line: `${good ? 'ok    ' : 'OVER  '} ${name.padEnd(34)} ${shown.padStart(16)}   ${atLeast ? 'at least' : 'at most'} ${budget} ${unit}`,
  };
});
process.stdout.write(
  `\n${WORK_ONLY ? '' : `With the processor slowed down ${SLOWDOWN} times, `}median of ${ROUNDS} where there are rounds:\n${rows.map(({ line }) => line).join('\n')}\n`,
);
await writeFile(inRoot('.cache', 'bench-web.json'), `${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = rows.every(({ good }) => good) ? 0 : 1;
