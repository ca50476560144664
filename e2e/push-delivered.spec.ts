import { expect, type Page, test, type Worker } from '@playwright/test';
import { type PushService, startPushService } from '../apps/server/src/features/push/testing/push-service.js';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type Device, withPushService } from './fixtures/push-device.js';
import { type JobsProcess, type ServerProcess, startServer } from './fixtures/server.js';

// Everything is real but one thing: Chromium subscribes at Google's push service alone. What it would ask that one for, the
// page here asks a push service of the test, which takes, verifies and decrypts what the server sends as real ones and
// browsers do; what it decrypted is handed to Chromium's service worker as Chromium itself does it.

let service: PushService;
let server: ServerProcess;
let jobs: JobsProcess;
test.beforeAll(async () => {
  service = await startPushService();
  server = await startServer({ OUTGOING_ALLOW: '127.0.0.1', JOBS_IN: 'worker' });
  jobs = await server.startJobs();
});
test.afterAll(async () => {
  await jobs.stop();
  await server.stop();
  await service.stop();
});

/** A person at a browser that gets pushes: what arrives for it is handed to its service worker. */
async function personWithPushes(browser: Parameters<typeof signIn>[0], role: 'customer' | 'provider') {
  const person = await signIn(browser, server, await demoAccount(server, role), { permissions: ['notifications'] });
  const { page } = person;
  const context = page.context();
  const { device, appKey } = await withPushService(context, service);
  await page.reload();
  const session = await context.newCDPSession(page);
  let registrationId = '';
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId =
      registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url))?.registrationId ?? registrationId;
  });
  await session.send('ServiceWorker.enable');
  await expect.poll(() => registrationId).not.toBe('');
  listeners.add(({ device: name, message }) => {
    if (name !== device()?.name) return;
    void session
      .send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data: JSON.stringify(message) })
      .catch(() => undefined);
  });
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('there is no service worker');
  return { ...person, device, appKey, worker };
}

const listeners = new Set<(push: Parameters<Parameters<PushService['onArrival']>[0]>[0]) => void>();
test.beforeEach(() => service.onArrival((push) => listeners.forEach((hear) => hear(push))));
test.afterEach(async ({ browser }) => {
  listeners.clear();
  for (const context of browser.contexts()) await context.close();
});

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  return page.getByRole('switch', { name: 'Notify me on this device' });
}

/** Subscribes as a person does it: one switch. */
async function turnOn({ page, device }: Person & { readonly device: () => Device | null }) {
  const choice = await openSettings(page);
  await choice.click();
  await expect(choice).toBeChecked();
  await expect.poll(() => device()).not.toBeNull();
  await expect(page.getByText('the page is not in view, or closed')).toBeVisible();
  const away = page.getByRole('region', { name: 'When you are away' });
  await page.keyboard.press('Escape');
  await openSettings(page);
  await expect(away.getByRole('list', { name: 'Devices' }).getByRole('listitem')).not.toHaveCount(0);
  await page.keyboard.press('Escape');
}

const shown = (worker: Worker) =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });

/** As the system does it when somebody presses what it shows. */
const press = (worker: Worker) =>
  worker.evaluate(async () => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: { readonly notification: Notification }) => Event;
      WindowClient: { readonly prototype: { focus(): Promise<unknown> } };
    };
    // Chromium lets a worker focus a page only for a press of its own.
    scope.WindowClient.prototype.focus = function focus() {
      return Promise.resolve(this);
    };
    const [notification] = await scope.registration.getNotifications();
    if (notification === undefined) throw new Error('nothing is shown');
    const event = new scope.NotificationEvent('notificationclick', { notification });
    const work: Promise<unknown>[] = [];
    // The browser's own takes nothing from an event that it has not made.
    Object.assign(event, { waitUntil: (promise: Promise<unknown>) => work.push(promise) });
    globalThis.dispatchEvent(event);
    await Promise.all(work);
  });

test(
  '[PU1][PU2][PU3][PU7][OP7] subscribe, receive, press, read elsewhere, withdraw',
  { tag: '@full' },
  async ({ browser }) => {
    const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
    const laptop = await personWithPushes(browser, 'customer');
    const phone = await personWithPushes(browser, 'customer');
    for (const one of [laptop, phone]) await turnOn(one);
    for (const one of [laptop, phone]) await one.page.goto('about:blank');

    // Received on both, as its sender wrote it.
    await provider.openChatWith(laptop.name);
    await provider.write('The boiler is here');
    for (const { worker } of [laptop, phone]) {
      await expect
        .poll(() => shown(worker), { timeout: 20_000 })
        .toEqual([expect.stringMatching(new RegExp(`^${provider.name}.*: The boiler is here$`))]);
    }
    const [push] = service.received.slice(-1);
    expect(push?.headers['content-encoding']).toBe('aes128gcm');

    // Pressed on one: it leads to the message. Read there, it goes from the other one.
    await laptop.page.goto(server.url);
    await expect(laptop.page.getByRole('list', { name: 'Chats' })).toBeVisible();
    await press(laptop.worker);
    await expect(laptop.page).toHaveURL(/\/chats\/[0-9a-f-]{36}\?m=\d+$/);
    await expect(laptop.page.getByRole('log').getByText('The boiler is here')).toBeVisible();
    await expect.poll(() => shown(laptop.worker)).toEqual([]);
    await expect.poll(() => shown(phone.worker), { timeout: 20_000 }).toEqual([]);

    // Withdrawn on the phone: the next one goes to the laptop alone, and the server forgets the phone.
    await phone.page.goto(server.url);
    const gone = phone.device();
    const choice = await openSettings(phone.page);
    await choice.click();
    await expect(choice).not.toBeChecked();
    await expect.poll(() => phone.device()).toBeNull();
    await phone.page.goto('about:blank');
    await laptop.page.goto('about:blank');
    await provider.write('And the taps');
    await expect
      .poll(() => shown(laptop.worker), { timeout: 20_000 })
      .toEqual([expect.stringMatching(new RegExp(`^${provider.name}.*: And the taps$`))]);
    expect(gone?.got().some(({ body }) => body === 'And the taps')).toBe(false);
    expect(await shown(phone.worker)).toEqual([]);
  },
);

test(
  '[PU1] a subscription that the browser replaces is told to the server without a page',
  { tag: '@full' },
  async ({ browser }) => {
    const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
    const customer = await personWithPushes(browser, 'customer');
    await turnOn(customer);
    await customer.page.goto('about:blank');

    // The push service gave the browser another address, and the old one ends.
    const next = service.device(customer.appKey());
    customer.device()?.unsubscribe();
    await customer.worker.evaluate((subscription) => {
      const { ExtendableEvent: Extendable } = globalThis as unknown as { ExtendableEvent: new (type: string) => Event };
      const event = new Extendable('pushsubscriptionchange');
      const work: Promise<unknown>[] = [];
      Object.assign(event, {
        newSubscription: { toJSON: () => subscription },
        oldSubscription: null,
        // The browser's own takes nothing from an event that it has not made.
        waitUntil: (promise: Promise<unknown>) => work.push(promise),
      });
      globalThis.dispatchEvent(event);
      return Promise.all(work).then(() => undefined);
    }, next.subscription);
    await provider.openChatWith(customer.name);
    await expect(async () => {
      await provider.write('Do you hear me?');
      await expect.poll(() => next.got().length, { timeout: 5000 }).toBeGreaterThan(0);
    }).toPass({ timeout: 30_000 });
    expect(next.got()[0]).toMatchObject({ kind: 'show', title: expect.stringContaining(provider.name) });
  },
);
