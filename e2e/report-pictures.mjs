// `node e2e/report-pictures.mjs`: a message is reported on the built server, which is then looked at from both sides.
import path from 'node:path';
import { call, root, signInAs, takePicture, withDemoServer } from './fixtures/demo-server.mjs';

/** @param {string} url */
async function playReports(url) {
  const [customer, provider, admin] = [
    await signInAs(url, 'customer'),
    await signInAs(url, 'provider'),
    await signInAs(url, 'admin'),
  ];
  const chat = await call(url, customer.token, 'POST', '/api/chat', {
    ...{ job_id: 'reported-1', subject: 'A new fence', provider_id: provider.id },
  });
  const say = (/** @type {{ token: string }} */ who, /** @type {string} */ message) =>
    call(url, who.token, 'POST', `/api/chat/${chat.id}/messages`, { message });
  await say(customer, 'The offer says 1,200. Why is it 1,900 now?');
  await say(provider, 'Wood has become more expensive.');
  await say(customer, 'Then I would like a new offer first.');
  const rude = await say(provider, 'Pay it, or I take the fence down again tonight.');
  await say(customer, 'I do not want to be talked to like this.');
  const report = { reason: 'harassment', details: 'He threatens to destroy what I have paid for.' };
  await call(url, customer.token, 'POST', `/api/chat/${chat.id}/messages/${rude.id}/reports`, report);
  return { chatId: chat.id, customer, admin };
}

await withDemoServer(async (browser, url) => {
  const folder = process.argv[2] ?? path.join(root, 'docs/screenshots');
  const { chatId, customer, admin } = await playReports(url);
  const looks = [
    { name: '' },
    { name: '-dark', dark: true },
    { name: '-rtl', locale: 'ar' },
    { name: '-phone', width: 390, height: 844 },
    { name: '-phone-dark', width: 390, height: 844, dark: true },
    { name: '-phone-rtl', width: 390, height: 844, locale: 'ar' },
  ];
  for (const { name, ...look } of looks) {
    await takePicture(browser, url, folder, {
      ...{ file: `report${name}`, as: customer.name, at: `/chats/${chatId}`, ready: '.stm-bubble' },
      ...look,
      press: ['article:has-text("Pay it") >> [aria-haspopup=menu]', '[role=menuitem] >> nth=-1'],
    });
    const list = { as: admin.name, at: '/admin/reports', ready: '.admin__line', ...look };
    await takePicture(browser, url, folder, { file: `admin-reports${name}`, ...list });
    const open = { ...list, press: ['.admin__line .stm-button >> nth=0', '.report__decision >> nth=2'] };
    await takePicture(browser, url, folder, { file: `admin-report${name}`, ...open });
  }
});
