import { type BrowserContext, expect, test, type Worker } from '@playwright/test';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

const CHAT = '0197a000-0000-7000-8000-000000000001';
const push = (seq: number, more: object = {}) => ({
  kind: 'show',
  tag: `chat:${CHAT}`,
  seq,
  title: 'Pablo',
  body: `message ${seq}`,
  path: `/chats/${CHAT}?m=${seq}`,
  locale: 'en',
  receipt: 'a-token',
  ...more,
});

/** The service worker of a signed-in page, as a push service wakes it; Chromium's own needs Google. */
async function wakeable(context: BrowserContext) {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  let registrationId = '';
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId =
      registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url))?.registrationId ?? registrationId;
  });
  await session.send('ServiceWorker.enable');
  await expect.poll(() => registrationId).not.toBe('');
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('there is no service worker');
  return {
    worker,
    push: (message: object) =>
      session.send('ServiceWorker.deliverPushMessage', {
        origin: server.url,
        registrationId,
        data: JSON.stringify(message),
      }),
  };
}

/** What the worker tells the server is heard here: the token of this test is nobody's. */
const listen = (worker: Worker) =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as { said: unknown[]; fetch: typeof fetch };
    const real = scope.fetch;
    scope.said = [];
    scope.fetch = (input, init) => {
      if (typeof input !== 'string' || !input.endsWith('/api/push/receipts')) return real(input, init);
      scope.said.push(typeof init?.body === 'string' ? JSON.parse(init.body) : null);
      return Promise.resolve(new Response(null, { status: 204 }));
    };
  });

const shown = (worker: Worker) =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({
      title,
      body,
      tag,
      data: data as unknown,
    }));
  });

test('[PU2][PU7] a push shows once, one a chat, says so, leads to its message, and is closed when it was read', async ({
  browser,
}) => {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), {
    permissions: ['notifications'],
  });
  const context = customer.page.context();
  const { worker, push: deliver } = await wakeable(context);
  await listen(worker);
  const said = () => worker.evaluate(() => (globalThis as unknown as { said: unknown[] }).said);

  // While the page is in view, it shows what comes itself.
  // Chromium drops what is delivered before it has stored the registration, and does not say so: the first one is repeated.
  await expect(async () => {
    await deliver(push(1));
    expect(await said()).toContainEqual({ token: 'a-token', did: 'page_visible' });
  }).toPass({ timeout: 10_000 });
  expect(await shown(worker)).toEqual([]);

  // Nobody is there: shown, and counted up in its place.
  await customer.page.goto('about:blank');
  await deliver(push(2));
  await expect.poll(() => shown(worker)).toMatchObject([{ title: 'Pablo', body: 'message 2' }]);
  await deliver(push(3));
  await expect
    .poll(() => shown(worker))
    .toEqual([
      { title: 'Pablo', body: 'message 3', tag: `chat:${CHAT}`, data: { path: `/chats/${CHAT}?m=3`, seq: 3 } },
    ]);

  // The server was not sure that it arrived: once more is once.
  await deliver(push(3, { body: 'again' }));
  await expect.poll(async () => (await said()).at(-1)).toEqual({ token: 'a-token', did: 'known' });
  expect(await shown(worker)).toMatchObject([{ body: 'message 3' }]);

  // Read elsewhere up to 2: what is newer stays. Up to 3: it goes.
  await deliver(push(2, { kind: 'close', receipt: null }));
  expect(await shown(worker)).toHaveLength(1);
  await deliver(push(3, { kind: 'close', receipt: null }));
  await expect.poll(() => shown(worker)).toEqual([]);

  // What is no push of ours harms nothing.
  await deliver({ nothing: true });
  await deliver(push(4));
  await expect.poll(() => shown(worker)).toMatchObject([{ body: 'message 4' }]);

  // Pressed, it is gone and the page that is open shows its message; to another site nothing leads.
  const { page } = customer;
  await page.goto(server.url);
  await expect(page.getByRole('list', { name: 'Chats' })).toBeVisible();
  const went: string[] = [];
  page.on('framenavigated', (frame) => went.push(frame.url()));
  await showAndPress(worker, 'https://evil.example/chats/1');
  await showAndPress(worker, `/chats/${CHAT}?m=4`);
  await expect(page).toHaveURL(`${server.url}/chats/${CHAT}?m=4`);
  expect(went).toEqual([page.url()]);
});

/** Nobody can press what a headless browser shows: this is the event of it. */
const showAndPress = (worker: Worker, path: string) =>
  worker.evaluate(async (to) => {
    const scope = globalThis as unknown as EventTarget & {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: { notification: Notification | undefined }) => Event;
    };
    const { registration } = scope;
    await registration.showNotification('Pablo', { tag: 'pressed', data: { path: to } });
    const [notification] = await registration.getNotifications({ tag: 'pressed' });
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    for (let frames = 0; (await registration.getNotifications({ tag: 'pressed' })).length > 0; frames++)
      if (frames > 500) throw new Error('It was pressed, and is still there');
  }, path);

test('[NP1] how I am notified when away is kept, the same on every device', async ({ browser }) => {
  const account = await demoAccount(server, 'provider');
  const { email, password } = account;
  const { page } = await signIn(browser, server, account);
  const open = async () => {
    await page.getByRole('button', { name: 'Account and settings' }).click();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    return page.getByRole('region', { name: 'When you are away' });
  };
  const away = await open();
  await expect(away.getByText('No device is notified with the page closed yet.')).toBeVisible();
  await away.getByRole('switch', { name: /Say who wrote and what/ }).click();
  await away.getByRole('switch', { name: /Quiet hours/ }).click();
  await away.getByLabel('From').fill('21:30');
  await away.getByLabel('Pause everything').selectOption('always');
  await expect
    .poll(async () => {
      const login = await page.request.post(`${server.url}/api/auth/login`, { data: { email, password } });
      const { token } = (await login.json()) as { token: string };
      const headers = { Authorization: `Bearer ${token}` };
      return (
        await page.request.get(`${server.url}/api/notifications/preferences`, { headers })
      ).json() as Promise<unknown>;
    })
    .toMatchObject({
      preview: false,
      quiet_hours: { from: '21:30', to: '07:00' },
      muted_until: '9999-12-31T00:00:00.000Z',
    });
  await page.reload();
  const again = await open();
  await expect(again.getByLabel('From')).toHaveValue('21:30');
  await expect(again.getByRole('switch', { name: /Say who wrote and what/ })).not.toBeChecked();
  await expect(again.getByLabel('Pause everything')).toHaveValue('always');
});

test('an administrator sees why nothing rang', async ({ browser }) => {
  const customer = await demoAccount(server, 'customer');
  const login = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: customer.email, password: customer.password }),
  });
  const { user } = (await login.json()) as { user: { id: number } };
  const admin = await demoAccount(server, 'admin');
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: new RegExp(`^Sign in as ${admin.name},`) }).click();
  await page.getByRole('link', { name: 'Deliveries' }).click();
  await page.getByLabel('Number of the user').fill(String(user.id));
  await expect(page.getByText('No device and no address: there is nowhere to deliver to.')).toBeVisible();
});
