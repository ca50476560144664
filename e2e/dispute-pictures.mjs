// `node e2e/dispute-pictures.mjs`: plays a dispute on the built server, then looks at it from each side. With a folder it
// takes many more pictures into it (dark, from right to left, on a phone, dialogs, evidence), to be looked at and not kept.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ name: string, email: string, password: string, role: string }} Account */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url of the server, with demo data
 * @param {string} folder
 * @param {boolean} all
 */
async function takeDisputePictures(browser, url, folder, all) {
  const { chatId, disputeId, people } = await playDispute(url);
  const customer = { as: people.customer.name, at: `/chats/${chatId}`, ready: '.stm-offer' };
  const lsm = { as: people.lsm.name, at: `/cases/${disputeId}`, ready: '.stm-offer' };
  const queue = { as: people.lsm.name, at: '/cases', ready: '.stm-case-row' };
  const phone = { width: 390, height: 844 };
  /** @type {Picture[]} */
  const kept = [
    { file: 'dispute-party', ...customer },
    { file: 'dispute-party-sheet-dark', ...customer, dark: true, press: [SHEET] },
    { file: 'dispute-party-phone', ...customer, ...phone },
    { file: 'desk-queue', ...queue },
    { file: 'desk-case', ...lsm },
    { file: 'desk-case-dark', ...lsm, dark: true },
    { file: 'desk-case-phone', ...lsm, ...phone },
  ];
  /** @type {Picture[]} */
  const looked = [
    ...kept,
    ...[
      { width: 1440, height: 900, dark: false, locale: 'en' },
      { width: 1440, height: 900, dark: true, locale: 'ar' },
      { ...phone, dark: true, locale: 'en' },
      { ...phone, dark: false, locale: 'ar' },
    ].flatMap((how) => {
      const name = `${how.width}-${how.dark ? 'dark' : 'light'}-${how.locale}`;
      return [
        { file: `sheet-${name}`, ...customer, ...how, press: [SHEET] },
        {
          file: `offer-${name}`,
          ...customer,
          ...how,
          press: [SHEET, '.stm-dispute-sheet__actions .stm-button >> nth=0'],
        },
        { file: `readers-${name}`, ...customer, ...how, press: ['.stm-dispute-banner__button >> nth=0'] },
        { file: `queue-${name}`, ...queue, ...how },
        { file: `case-${name}`, ...lsm, ...how },
        { file: `facts-${name}`, ...lsm, ...how, press: ['[role=tab][data-target=facts]'] },
        { file: `notes-${name}`, ...lsm, ...how, press: ['[role=tab][data-target=staff]'] },
        { file: `canned-${name}`, ...lsm, ...how, press: ['.stm-lane__canned >> nth=0', '[role=menuitem] >> nth=-1'] },
      ];
    }),
  ];
  for (const picture of all ? looked : kept) await takePicture(browser, url, folder, picture);
  if (all) await takeEvidencePictures(browser, url, folder, disputeId, people.lsm.token);
}

const SHEET = '.stm-dispute-banner__button--more';

/**
 * @typedef {{ file: string, width?: number, height?: number, dark?: boolean, locale?: string, press?: string[], as: string,
 *   at: string, ready: string }} Picture
 */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {string} folder
 * @param {Picture} picture
 */
async function takePicture(browser, url, folder, picture) {
  const { file, width = 1440, height = 900, dark = false, locale = 'en', press = [], as, at, ready } = picture;
  const colorScheme = dark ? 'dark' : 'light';
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${url}${at}`);
  await page.getByRole('button', { name: as }).first().click();
  await page.locator(ready).first().waitFor();
  // What asks for notifications lies over the page, and is another picture's.
  const later = page.getByRole('button', { name: 'Not now' });
  if ((await later.count()) > 0) await later.click();
  // Nothing has the pointer.
  await page.mouse.move(0, 0);
  for (const one of press) {
    const found = page.locator(one);
    // A wide desk has no tab for what it shows beside the rest.
    if ((await found.count()) === 0) continue;
    await found.click();
    // What it opens comes with a file of its own, and with a movement.
    await page.waitForTimeout(800);
  }
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(folder, `${file}.png`), animations: 'disabled' });
  await context.close();
}

/**
 * The readable evidence and the verifier, in English and Arabic.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {string} folder
 * @param {string} disputeId
 * @param {string} token
 */
async function takeEvidencePictures(browser, url, folder, disputeId, token) {
  const headers = { authorization: `Bearer ${token}` };
  const signed = Buffer.from(
    await (await fetch(`${url}/api/disputes/${disputeId}/evidence`, { headers })).arrayBuffer(),
  );
  const keys = await (await fetch(`${url}/.well-known/stm-chat-evidence.json`)).text();
  for (const lang of ['en', 'ar']) {
    for (const width of [390, 1440]) {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: lang === 'ar' ? 'dark' : 'light',
      });
      const html = await (
        await fetch(`${url}/api/disputes/${disputeId}/evidence?format=html&lang=${lang}`, { headers })
      ).text();
      await page.setContent(html);
      await page.screenshot({ path: path.join(folder, `evidence-${lang}-${width}.png`), fullPage: true });
      await page.goto(`${url}/api/evidence/verifier?lang=${lang}`);
      await page.locator('#keys').fill(keys);
      await page.locator('#file').setInputFiles({ name: 'e.ndjson', mimeType: 'application/x-ndjson', buffer: signed });
      await page.locator('#verdict.good').waitFor();
      await page.screenshot({ path: path.join(folder, `verifier-${lang}-${width}.png`), fullPage: true });
      const forged = Buffer.from(signed.toString().replace('sealed', 'seeled'));
      await page.locator('#file').setInputFiles({ name: 'f.ndjson', mimeType: 'application/x-ndjson', buffer: forged });
      await page.locator('#verdict.bad').waitFor();
      await page.screenshot({ path: path.join(folder, `forged-${lang}-${width}.png`) });
      await page.close();
    }
  }
}

/** @param {string} url */
async function playDispute(url) {
  const { accounts } = /** @type {{ accounts: Account[] }} */ (await (await fetch(`${url}/api/demo`)).json());
  /** @param {string} role */
  const signIn = async (role) => {
    const account = accounts.find((one) => one.role === role);
    if (account === undefined) throw new Error(`No demo account is a ${role}`);
    const { email, password } = account;
    const { token, user } = await call(url, '', 'POST', '/api/auth/login', { email, password });
    return { name: account.name, id: user.id, token };
  };
  const customer = await signIn('customer');
  const provider = await signIn('provider');
  const lsm = await signIn('lsm');
  /** @param {{ token: string }} who @param {string} route @param {object} [body] @param {string} [method] */
  const act = (who, route, body = {}, method = 'POST') => call(url, who.token, method, route, body);
  const chat = await act(customer, '/api/chat', {
    job_id: 'picture-1',
    subject: 'Bathroom tiles',
    provider_id: provider.id,
    job: { title: 'Bathroom tiles, 2nd floor', status: 'completed', price: 1840, currency: 'EUR' },
  });
  const say = `/api/chat/${chat.id}/messages`;
  await act(customer, say, { message: 'The wall behind the new tiles is wet again. The offer says it is sealed.' });
  const claim = await act(provider, say, { message: 'I sealed it like always.' });
  await act(provider, `${say}/${claim.id}`, { message: 'I sealed it as in the offer.' }, 'PUT');
  await act(customer, say, { message: 'Then why is there no membrane in your own photo?' });
  const dispute = await act(customer, `/api/chat/${chat.id}/disputes`, {
    reason: 'It is not what was agreed',
    details: 'The offer lists a sealing membrane. There is none.',
    evidence: [claim.seq],
    wished_outcome: 'The work done again',
  });
  const { lanes } = await act(lsm, `/api/disputes/${dispute.id}/join`);
  await act(lsm, say, { message: 'Hello both. I have read everything. Omar, is there a receipt for the membrane?' });
  await act(provider, say, { message: 'I have to look for it.' });
  /** @param {string} name @param {{ token: string }} who @param {string} message */
  const aside = (name, who, message) => {
    const lane = lanes.find((/** @type {{ lane: string }} */ one) => one.lane === name);
    return act(who, `/api/chat/${lane.chatId}/messages`, { message });
  };
  await aside('customer', lsm, 'Between us: would you accept a repair, if a second firm checks it?');
  await aside('customer', customer, 'If it costs me nothing more, yes.');
  await aside('staff', lsm, 'Photo 4 shows no membrane.');
  await act(provider, `/api/disputes/${dispute.id}/offers`, {
    refund_percent: 25,
    redo: true,
    text: 'I bring the new membrane myself.',
  });
  // Another one, which still waits.
  const waiting = await act(customer, '/api/chat', {
    job_id: 'picture-2',
    subject: 'Garden lamps',
    provider_id: provider.id,
    job: { title: 'Five lamps along the garden path', status: 'in progress', price: 320, currency: 'EUR' },
  });
  await act(customer, `/api/chat/${waiting.id}/disputes`, {
    reason: 'Only part of the work was done',
    wished_outcome: 'Part of the money back',
  });
  return { chatId: chat.id, disputeId: dispute.id, people: { customer, lsm } };
}

/** @param {string} url @param {string} token @param {string} method @param {string} route @param {object} body */
async function call(url, token, method, route, body) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${route}`, { ...{ method, headers }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

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
try {
  const folder = process.argv[2];
  const into = folder ?? path.join(root, 'docs/screenshots');
  await takeDisputePictures(browser, `http://localhost:${port}`, into, folder !== undefined);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((ended) => server.once('exit', ended));
  await rm(data, { recursive: true, force: true });
}
