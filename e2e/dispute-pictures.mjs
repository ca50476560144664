// `node e2e/dispute-pictures.mjs`: plays a dispute on the built server, then looks at it from each side. With a folder it
// takes many more pictures into it (dark, from right to left, on a phone, dialogs, evidence), to be looked at and not kept.
import path from 'node:path';
import { call, root, signInAs, takePicture, withDemoServer } from './fixtures/demo-server.mjs';

/** @typedef {import('./fixtures/demo-server.mjs').Picture} Picture */

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
  const signIn = (/** @type {string} */ role) => signInAs(url, role);
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

await withDemoServer(async (browser, url) => {
  const folder = process.argv[2];
  await takeDisputePictures(browser, url, folder ?? path.join(root, 'docs/screenshots'), folder !== undefined);
});
