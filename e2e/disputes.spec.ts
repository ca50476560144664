import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});
/** Each test has a job of its own, and pages of its own. */
test.beforeEach(() => {
  job = `Set fence post ${++jobs}`;
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(async () => {
  await server.stop();
});

const STILL = { reducedMotion: 'reduce' } as const;

let jobs = 0;
let job = '';

/** A chat of its own, so that what the demo tells stays out of it. */
async function openJob(): Promise<string> {
  const post = async (path: string, body: object, token = ''): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, unknown>;
  };
  const signedIn = async (role: 'customer' | 'provider') => {
    const { email, password } = await demoAccount(server, role);
    return post('/api/auth/login', { email, password });
  };
  const [customer, provider] = [await signedIn('customer'), await signedIn('provider')];
  const told = { title: job, price: 240, currency: 'EUR' };
  const other = (provider['user'] as { id: number }).id;
  const token = String(customer['token']);
  const chat = await post('/api/chat', { job_id: job, subject: job, provider_id: other, job: told }, token);
  return String(chat['id']);
}

async function everybody(browser: Browser): Promise<Record<'customer' | 'provider' | 'lsm', Person>> {
  const [customer, provider, lsm] = await Promise.all(
    (['customer', 'provider', 'lsm'] as const).map(async (role) =>
      signIn(browser, server, await demoAccount(server, role), STILL),
    ),
  );
  if (customer === undefined || provider === undefined || lsm === undefined) throw new Error('Somebody is missing');
  const chatId = await openJob();
  for (const { page, log } of [customer, provider]) {
    await page.goto(`${server.url}/chats/${chatId}`);
    await expect(log).toBeVisible();
  }
  await customer.write('Five posts, all new, as you wrote.');
  await expect(provider.bubbles('Five posts, all new, as you wrote.')).toBeVisible();
  return { customer, provider, lsm };
}

function button(page: Page | Locator, name: string | RegExp): Locator {
  return page.getByRole('button', { name });
}

async function openDispute({ page }: Person, reason: string): Promise<void> {
  await button(page, 'Chat actions').click();
  await page.getByRole('menuitem', { name: 'Problem with this job?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Problem with this job?' });
  await dialog.getByRole('radio', { name: reason }).check();
  await dialog.getByRole('textbox', { name: 'What happened?' }).fill('It was agreed in writing.');
  await dialog.getByRole('radio', { name: 'Part of the money back' }).check();
  await button(dialog, 'Choose messages').click();
  await dialog.getByRole('checkbox').last().check();
  await button(dialog, 'Ask for help').click();
  await expect(dialog).toBeHidden();
}

/** Gives the customer's seat to somebody else, as the host platform does it. */
async function replaceCustomer(chatId: string, name: string): Promise<void> {
  const call = async (method: string, path: string, body?: object, token = ''): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${server.url}${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  const signedIn = async (role: 'admin' | 'customer') => {
    const { email, password } = await demoAccount(server, role);
    return call('POST', '/api/auth/login', { email, password });
  };
  const [admin, customer] = [await signedIn('admin'), await signedIn('customer')];
  const token = String(admin['token']);
  const userId = 7_000_001;
  await call('PUT', `/api/admin/users/${userId}`, { name, role: 'customer' }, token);
  const members = `/api/admin/chats/${chatId}/members`;
  await call('DELETE', `${members}/${(customer['user'] as { id: number }).id}`, undefined, token);
  await call('POST', members, { userId, role: 'customer' }, token);
}

/** The case of the job in one of the desk's lists. */
const caseIn = (page: Page, list: string) =>
  page.getByRole('list', { name: list }).getByRole('link').filter({ hasText: job });

async function takeCase({ page }: Person): Promise<void> {
  await page.getByRole('link', { name: /^Cases/ }).click();
  await caseIn(page, 'Waiting').click();
  await button(page, 'Take this case').click();
  await expect(page.getByRole('region', { name: 'Everyone' })).toBeVisible();
}

const banner = ({ page }: Person) => page.getByRole('region', { name: 'Dispute', exact: true }).first();

test('a dispute from the first word to an agreement, with three people at three screens', async ({ browser }) => {
  const { customer, provider, lsm } = await everybody(browser);
  await customer.write('You said 240 for everything.');
  await expect(provider.bubbles('You said 240 for everything.')).toBeVisible();
  await openDispute(customer, 'The price is not what was agreed');

  for (const party of [customer, provider]) {
    await expect(banner(party)).toContainText('Waiting for a local service manager');
    await expect(banner(party)).toContainText(/Answer by .+ left/);
    await expect(banner(party)).toContainText('2 people can read this');
    await expect(
      party.log.getByText(`${customer.name} opened a dispute: The price is not what was agreed`),
    ).toBeVisible();
  }

  // What was said stays, and the menu says why.
  const mine = customer.log.getByRole('article').filter({ hasText: 'You said 240 for everything.' });
  await mine.hover();
  await button(mine, /^Actions for (the|your) message/).click();
  await expect(customer.page.getByText(/^Locked by the dispute/)).toBeVisible();
  await expect(customer.page.getByRole('menuitem', { name: 'Edit', exact: true })).toHaveCount(0);
  await customer.page.keyboard.press('Escape');

  await takeCase(lsm);
  const room = (name: string) => lsm.page.getByRole('region', { name, exact: true });
  await expect(room('Everyone').getByText('You said 240 for everything.', { exact: true })).toBeVisible();
  // What was pointed to is a quote that leads to its place.
  const pointed = lsm.page.getByRole('button', {
    name: new RegExp(`^${customer.name}.*You said 240 for everything\\.`),
  });
  await pointed.click();
  await expect(
    room('Everyone').getByRole('article').filter({ hasText: 'You said 240 for everything.' }),
  ).toBeInViewport();
  for (const party of [customer, provider]) {
    await expect(banner(party)).toContainText(`${lsm.name} is settling this`);
    await expect(banner(party)).toContainText('3 people can read this');
    await expect(
      party.log.getByText(`${lsm.name} took the case as local service manager, and can read this chat from now on`),
    ).toBeVisible();
  }
  // Beside the chat, what the host says of the job.
  const facts = lsm.page.getByRole('region', { name: 'Job', exact: true });
  await expect(facts).toContainText(job);
  await expect(facts).toContainText('€240');

  const everyone = room('Everyone').getByRole('textbox', { name: 'Everyone reads what you write here' });
  await everyone.fill('Hello both. I have read everything.');
  await button(room('Everyone'), 'Send to everyone').click();
  for (const party of [customer, provider]) {
    const said = party.log.getByRole('article').filter({ hasText: 'Hello both. I have read everything.' });
    await expect(said).toContainText('Local service manager');
    await expect(said).toHaveAttribute('data-official', 'true');
    // The mark of the office is with nobody else: not in the chat, nor beside the other party's name.
    await expect(party.log.locator('[data-official]')).toHaveCount(1);
    const drawn = (message: Locator) =>
      message.locator('.stm-bubble').evaluate((bubble) => getComputedStyle(bubble).backgroundColor);
    const [plain] = await party.log.getByRole('article').filter({ hasNotText: 'Hello both' }).all();
    if (plain === undefined) throw new Error('nothing was said');
    expect(await drawn(said)).not.toBe(await drawn(plain));
  }

  // In private: to the customer alone, and a note that nobody of them reads.
  await lsm.page.getByRole('tab', { name: customer.name }).click();
  const lane = room(`Only ${customer.name}`);
  await lane
    .getByRole('textbox', { name: `Only ${customer.name} reads what you write here` })
    .fill('Between us: half?');
  await button(lane, `Send to ${customer.name} alone`).click();
  await lsm.page.getByRole('tab', { name: 'Notes' }).click();
  await room('Notes').getByRole('textbox', { name: 'A note: neither side reads this' }).fill('The offer says 240.');
  await button(room('Notes'), 'Save the note').click();
  await expect(room('Notes').getByText('The offer says 240.', { exact: true })).toBeVisible();
  // Nobody takes one field for the other: they have other colours, and other buttons.
  const colour = (name: string) =>
    room(name)
      .locator('.stm-composer')
      .evaluate((composer) => getComputedStyle(composer).backgroundColor);
  expect(await colour('Notes')).not.toBe(await colour('Everyone'));
  await expect(button(room('Notes'), 'Send to everyone')).toHaveCount(0);

  await expect(banner(customer).getByText('1 new private message')).toBeAttached();
  // Told in the corner, and as what it is.
  const told = customer.page.getByRole('region', { name: 'New' }).getByRole('button', { name: /Between us: half\?/ });
  await expect(told).toContainText(`${lsm.name}, in private`);
  await button(customer.page.getByRole('region', { name: 'New' }), /^Dismiss/).click();
  await button(banner(customer), /^Show the dispute/).click();
  await button(customer.page, new RegExp(`^Write to ${lsm.name} in private`)).click();
  const privately = customer.page.getByRole('dialog', { name: `Only ${lsm.name}` });
  await expect(privately.getByText('Between us: half?', { exact: true })).toBeVisible();
  await privately.getByRole('textbox').fill('Half is fine.');
  await button(privately, `Send to ${lsm.name} alone`).click();
  await lsm.page.getByRole('tab', { name: customer.name }).click();
  await expect(room(`Only ${customer.name}`).getByText('Half is fine.', { exact: true })).toBeVisible();
  await button(privately, 'Close').click();
  await expect(provider.page.getByText(/Between us|Half is fine|The offer says/)).toHaveCount(0);

  // An offer, a counter-offer, and a yes.
  await button(banner(provider), /^Show the dispute/).click();
  await button(provider.page, 'Make an offer').click();
  let dialog = provider.page.getByRole('dialog', { name: 'Make an offer' });
  await dialog.getByRole('radio', { name: 'Part of the price' }).check();
  await dialog.getByRole('textbox', { name: 'Per cent of the price' }).fill('25');
  await button(dialog, 'Make the offer').click();
  await expect(banner(customer)).toContainText(`${provider.name} made an offer. It waits for you`);
  await button(customer.log, 'Counter-offer').click();
  dialog = customer.page.getByRole('dialog', { name: 'Make a counter-offer' });
  await dialog.getByRole('radio', { name: 'Part of the price' }).check();
  await dialog.getByRole('textbox', { name: 'Per cent of the price' }).fill('50');
  await button(dialog, 'Make the offer').click();
  await expect(provider.log.getByText('Replaced by a newer offer')).toBeVisible();
  await button(provider.log, 'Accept').click();
  await button(provider.page.getByRole('alertdialog'), 'Accept and settle').click();

  for (const party of [customer, provider]) {
    await expect(party.log.getByText(/^The dispute was settled by agreement: Refund of 50/)).toBeVisible();
    await expect(party.log.getByText('Accepted by both')).toBeVisible();
    await expect(banner(party).getByText('people can read this')).toHaveCount(0);
  }
  await expect(lsm.page.getByText(/This case has ended/)).toBeVisible();
  await provider.write('Thank you.');
  await expect(customer.bubbles('Thank you.')).toBeVisible();
  await expect(room('Everyone').getByText('Thank you.')).toHaveCount(0);
});

test(
  'without an agreement the local service manager decides, with a reason that both read',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, provider, lsm } = await everybody(browser);
    await customer.write('Nobody was here at tne.');
    await expect(provider.bubbles('Nobody was here at tne.')).toBeVisible();
    await customer.page.getByRole('textbox', { name: /^Message to/ }).press('ArrowUp');
    const edited = customer.page.getByRole('textbox', { name: 'Text of your message' });
    await edited.fill('Nobody was here at ten.');
    await edited.press('Enter');
    await expect(provider.bubbles('Nobody was here at ten.')).toBeVisible();
    await openDispute(customer, 'Nobody came');
    await takeCase(lsm);

    // Earlier versions are for the LSM.
    await button(lsm.page, 'Show earlier versions').first().click();
    await expect(lsm.page.getByText('Nobody was here at tne.', { exact: true })).toBeVisible();

    // A canned text, filled in from the case; it is not sent by itself.
    const everyone = lsm.page.getByRole('region', { name: 'Everyone' });
    await button(everyone, 'Canned texts').click();
    await lsm.page.getByRole('menuitem', { name: 'Introduction' }).click();
    await expect(everyone.getByRole('textbox')).toHaveValue(
      new RegExp(`Hello ${customer.name}, hello ${provider.name}`),
    );

    await button(lsm.page, 'Settle').click();
    const dialog = lsm.page.getByRole('dialog', { name: 'Settle the dispute' });
    await button(dialog, 'Settle').click();
    await expect(dialog.getByRole('alert')).toContainText('Choose an outcome.');
    await dialog.getByRole('radio', { name: 'Full refund' }).check();
    await dialog.getByRole('textbox', { name: 'The reason' }).fill('The provider does not say that he came.');
    await button(dialog, 'Settle').click();
    for (const party of [customer, provider]) {
      await expect(
        party.log.getByText(`${lsm.name} settled the dispute as local service manager: Full refund`),
      ).toBeVisible();
      await expect(party.log.getByText('Reason: The provider does not say that he came.')).toBeVisible();
    }
    await button(lsm.page, 'Back to the cases').click();
    await button(lsm.page, 'Ended').click();
    await expect(caseIn(lsm.page, 'Ended')).toContainText('Full refund');
  },
);

test(
  'who could read, when and why stays to be seen; a withdrawn dispute is over',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, provider, lsm } = await everybody(browser);
    await openDispute(customer, 'Nobody came');
    await takeCase(lsm);
    // Messages have “Actions for the message …” of their own.
    await lsm.page.getByRole('button', { name: 'Actions', exact: true }).click();
    await lsm.page.getByRole('menuitem', { name: 'Give back' }).click();
    await button(lsm.page.getByRole('dialog', { name: 'Give the case back?' }), 'Give back').click();
    await expect(caseIn(lsm.page, 'Waiting')).toBeVisible();
    for (const party of [customer, provider])
      await expect(party.log.getByText(/local service manager.* can no longer read this chat$/)).toBeVisible();

    await button(banner(provider), '2 people can read this').click();
    const readers = provider.page.getByRole('dialog', { name: 'Who can read this chat' });
    await expect(readers).toContainText(`${lsm.name} took the case`);
    await expect(readers).toContainText('gave it back, and reads nothing any more');
    await button(readers, 'Close').click();

    await button(banner(customer), /^Show the dispute/).click();
    await button(customer.page, 'Withdraw the dispute').click();
    await button(customer.page.getByRole('alertdialog'), 'Withdraw').click();
    await expect(provider.log.getByText(`${customer.name} withdrew the dispute`)).toBeVisible();
    await expect(caseIn(lsm.page, 'Waiting')).toHaveCount(0);
  },
);

test(
  '[EV1][EV6][EV8] the evidence leaves the desk: a signed file, a page to print, and a checker that knows it',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, lsm } = await everybody(browser);
    await customer.write('You said 240 for everything.');
    await openDispute(customer, 'The price is not what was agreed');
    await takeCase(lsm);
    const evidence = lsm.page.getByRole('region', { name: 'Download the evidence' });
    const saved = async (name: string, to: string): Promise<string> => {
      const [download] = await Promise.all([lsm.page.waitForEvent('download'), button(evidence, name).click()]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^evidence-[\\w-]+\\.${to}$`));
      const path = test.info().outputPath(download.suggestedFilename());
      await download.saveAs(path);
      return path;
    };

    const signed = await saved('Download the evidence', 'ndjson');
    expect(await readFile(signed, 'utf8')).toContain('You said 240 for everything.');

    // The page to print stands alone: it is opened from the disk, where there is no server.
    const printed = await saved('Readable copy, to print', 'html');
    const reader = await (await browser.newContext({ offline: true })).newPage();
    await reader.goto(pathToFileURL(printed).href);
    await expect(reader.getByText('You said 240 for everything.').first()).toBeVisible();
    await expect(reader.getByText(customer.name).first()).toBeVisible();
    await reader.context().close();

    const [verifier] = await Promise.all([
      lsm.page.waitForEvent('popup'),
      evidence.getByRole('link', { name: 'Check a file offline' }).click(),
    ]);
    const keys = await (await fetch(`${server.url}/.well-known/stm-chat-evidence.json`)).text();
    await verifier.getByLabel('Keys that the server publishes').fill(keys);
    await verifier.getByLabel('File of evidence').setInputFiles(signed);
    await expect(verifier.getByRole('status')).toContainText('Genuine and complete');
    await expect(evidence.getByRole('alert')).toBeEmpty();
  },
);

/** The first answer to this event never says what became of it: the server is busy, as far as the page knows. */
async function loseFirstAnswer({ page }: Person, event: string): Promise<void> {
  let lost: string | undefined;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((frame) => {
      const [, id] = new RegExp(`^42/chat,(\\d+)\\["${event}"`).exec(String(frame)) ?? [];
      lost ??= id;
      upstream.send(frame);
    });
    upstream.onMessage((frame) => {
      const busy = JSON.stringify([{ ok: false, error: { code: 'unavailable', message: 'Busy.' } }]);
      const answers = lost !== undefined && String(frame).startsWith(`43/chat,${lost}[`);
      socket.send(answers ? `43/chat,${lost}${busy}` : frame);
      if (answers) lost = '';
    });
  });
  await page.reload();
}

test(
  '[ST5] an offer whose answer was lost is made once, however often its button is pressed',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, provider } = await everybody(browser);
    await openDispute(customer, 'Nobody came');
    await expect(banner(provider)).toBeVisible();
    await loseFirstAnswer(provider, 'make_offer');
    await button(banner(provider), /^Show the dispute/).click();
    await button(provider.page, 'Make an offer').click();
    const dialog = provider.page.getByRole('dialog', { name: 'Make an offer' });
    await dialog.getByRole('checkbox', { name: 'The work is done again' }).check();
    await button(dialog, 'Make the offer').click();
    await expect(dialog.getByRole('alert')).not.toBeEmpty();
    await expect(button(customer.log, 'Accept')).toBeVisible();
    await button(dialog, 'Make the offer').click();
    await expect(dialog).toBeHidden();
    for (const { log } of [customer, provider])
      await expect(log.getByRole('article').filter({ hasText: 'The work is done again' })).toHaveCount(1);
    await button(customer.log, 'Accept').click();
    await button(customer.page.getByRole('alertdialog'), 'Accept and settle').click();
    await expect(provider.log.getByText('Accepted by both')).toBeVisible();
  },
);

test(
  '[LN7] the lane of somebody whose seat another person has now stays on the desk: named, closed, to be read',
  { tag: '@full' },
  async ({ browser }) => {
    const { customer, lsm } = await everybody(browser);
    await openDispute(customer, 'Nobody came');
    await takeCase(lsm);
    await lsm.page.getByRole('tab', { name: customer.name }).click();
    const lane = lsm.page.getByRole('region', { name: `Only ${customer.name}` });
    await lane.getByRole('textbox').fill('Between us: half?');
    await button(lane, `Send to ${customer.name} alone`).click();
    await expect(lane.getByText('Between us: half?', { exact: true })).toBeVisible();

    // The host platform gives the seat to somebody else.
    const chatId = customer.page.url().split('/').at(-1) ?? '';
    const next = 'Noor Aslam';
    await replaceCustomer(chatId, next);
    const earlier = lsm.page.getByRole('tab', { name: `Earlier: ${customer.name}` });
    await expect(earlier).toBeVisible();
    await expect(lsm.page.getByRole('tab', { name: next })).toBeVisible();
    await earlier.click();
    const room = lsm.page.getByRole('region', { name: `Earlier: ${customer.name}` });
    await expect(room.getByText('Between us: half?', { exact: true })).toBeVisible();
    await expect(room.getByText(`Closed: ${customer.name} has no seat in this chat any more`)).toBeVisible();
    await expect(room.getByRole('textbox')).toHaveCount(0);
    await lsm.page.getByRole('tab', { name: next }).click();
    await expect(lsm.page.getByRole('region', { name: `Only ${next}` }).getByRole('textbox')).toBeVisible();
    await expect(lsm.page.getByText('Between us: half?')).toHaveCount(0);
    await lsm.page.setViewportSize({ width: 390, height: 844 });
    await expect(lsm.page.getByRole('tab')).toHaveCount(6);
    expect(await lsm.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  },
);

test(
  'nobody is kept out: axe finds nothing in the screens of a dispute, light or dark, on a phone or not',
  { tag: '@full' },
  async ({ browser }) => {
    // Looking at eight screens takes its time.
    test.slow();
    const { customer, provider, lsm } = await everybody(browser);
    await openDispute(customer, 'Nobody came');
    await takeCase(lsm);
    await button(banner(provider), /^Show the dispute/).click();
    await button(provider.page, 'Make an offer').click();
    const dialog = provider.page.getByRole('dialog', { name: 'Make an offer' });
    await dialog.getByRole('checkbox', { name: 'The work is done again' }).check();
    // Each screen in one of the two schemes: all of them in both take longer than a test should.
    const expectNothing = async ({ page }: Person, colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    };
    await expectNothing(provider, 'light');
    await button(dialog, 'Make the offer').click();
    await expect(button(customer.log, 'Accept')).toBeVisible();
    await expectNothing(customer, 'dark');
    await button(banner(customer), /^Show the dispute/).click();
    await expect(customer.page.getByText('What happened, and what comes next')).toBeVisible();
    await expectNothing(customer, 'light');
    await expectNothing(lsm, 'light');
    await lsm.page.getByRole('tab', { name: 'Notes' }).click();
    await expectNothing(lsm, 'dark');
    await lsm.page.setViewportSize({ width: 390, height: 844 });
    await expect(lsm.page.getByRole('tab')).toHaveCount(5);
    const tabs = await lsm.page.getByRole('tab').all();
    expect(new Set(await Promise.all(tabs.map(async (tab) => (await tab.boundingBox())?.y))).size).toBe(1);
    expect(await lsm.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await expectNothing(lsm, 'light');
    await button(lsm.page, 'Back to the cases').click();
    await expectNothing(lsm, 'dark');
  },
);
