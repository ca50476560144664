import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

const WORKER = fileURLToPath(new URL('../apps/web/dist/sw.js', import.meta.url));

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

/** The worker has taken the page over, and the copy of the chats is on the device. */
async function prepared(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await expect.poll(() => page.evaluate(keptKinds)).toEqual(expect.arrayContaining(['list', 'run']));
}

/** What kinds of copies are on the device. */
async function keptKinds(): Promise<string[]> {
  const open = indexedDB.open('stm-chat');
  const database = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)));
  const keys = database.transaction('values').objectStore('values').getAllKeys();
  const found = await new Promise<string[]>((resolve) => (keys.onsuccess = () => resolve(keys.result as string[])));
  database.close();
  return found.filter((key) => key.startsWith('cache/')).map((key) => key.split('/')[2] ?? '');
}

async function customerIn(page: Person, name: string, text: string): Promise<void> {
  await page.openChatWith(name);
  await page.write(text);
  await expect(page.log.getByRole('button', { name: /(Sent|Delivered|Read)$/ }).last()).toBeVisible();
}

test('without a network the page opens with its chats, and what is written goes out when the network is back', async ({
  browser,
}) => {
  const provider = await demoAccount(server, 'provider');
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const { page } = customer;
  await customerIn(customer, provider.name, 'before the tunnel');
  await prepared(page);

  await page.context().setOffline(true);
  await page.goto(server.url);
  await expect(page.getByRole('list', { name: 'Chats' }).getByRole('link').first()).toBeVisible();
  await customer.openChatWith(provider.name);
  await expect(customer.bubbles('before the tunnel')).toBeVisible();
  await customer.write('in the tunnel');
  await customer.write('still in the tunnel');
  await expect(page.getByText(/2 messages queued/)).toBeVisible();
  await page.reload();
  await expect(customer.bubbles('still in the tunnel')).toBeVisible();

  await page.context().setOffline(false);
  const other = await signIn(browser, server, provider);
  await other.openChatWith(customer.name);
  await expect(other.bubbles('still in the tunnel')).toHaveCount(1);
  await expect(other.bubbles('in the tunnel')).toHaveCount(1);
  await expect(page.getByText(/queued/)).toHaveCount(0);
});

test(
  'what a closed page left is sent by the worker when the browser says that there is a network',
  { tag: '@full' },
  async ({ browser }) => {
    const provider = await demoAccount(server, 'provider');
    const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
    const { page } = customer;
    await customerIn(customer, provider.name, 'on the train');
    await prepared(page);
    const devtools = await page.context().newCDPSession(page);
    const registration = new Promise<string>((resolve) =>
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url));
        if (found !== undefined) resolve(found.registrationId);
      }),
    );
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registration;
    await page.context().setOffline(true);
    await customer.write('written and closed');
    await expect(customer.bubbles('written and closed')).toBeVisible();
    await expect(page.getByText(/1 message queued/)).toBeVisible();
    // Another address of the same browser: no page of ours is left, and the worker is alone.
    await page.goto('about:blank');
    await page.context().setOffline(false);
    await devtools.send('ServiceWorker.dispatchSyncEvent', {
      origin: server.url,
      registrationId,
      tag: 'stm-chat-outbox',
      lastChance: false,
    });
    const other = await signIn(browser, server, provider);
    await other.openChatWith(customer.name);
    await expect(other.bubbles('written and closed')).toHaveCount(1);
  },
);

test('it can be installed: Chromium finds nothing missing in the manifest, its pictures and the worker', async ({
  browser,
}) => {
  const { page } = await signIn(browser, server, await demoAccount(server, 'customer'));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const devtools = await page.context().newCDPSession(page);
  const { data, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}') as { icons: { src: string; sizes: string; type: string }[] };
  expect(manifest).toMatchObject({ start_url: '/', display: 'standalone', share_target: { method: 'POST' } });
  for (const { src, sizes, type } of manifest.icons.filter(({ sizes }) => sizes !== 'any')) {
    const size = await page.evaluate(async (address) => {
      const image = Object.assign(new Image(), { src: address });
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect([src, size, type]).toEqual([src, sizes, 'image/png']);
  }
  // A test's browser is a private window, in which nothing is installed.
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

test('a new version waits for the reader, and takes no draft away', async ({ browser }) => {
  const provider = await demoAccount(server, 'provider');
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const { page } = customer;
  await customer.openChatWith(provider.name);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await box.fill('half a sent');
  // What a build makes anew together: the file and its compressed forms.
  const files = [WORKER, `${WORKER}.br`, `${WORKER}.gz`];
  const built = await Promise.all(files.map((file) => readFile(file)));
  try {
    await Promise.all(files.slice(1).map((file) => rm(file)));
    await appendFile(WORKER, '\n// another version\n');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(page.getByText('A new version is ready.')).toBeVisible();
    await box.pressSequentially('ence');
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
    await expect(box).toHaveValue('half a sentence');
    await expect(page.getByText('A new version is ready.')).toHaveCount(0);
  } finally {
    await Promise.all(files.map((file, index) => writeFile(file, built[index] ?? '')));
  }
});
