import http from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

// Two or three browsers at once.
test.slow();

let server: ServerProcess;
let web: http.Server;
test.beforeAll(async () => {
  web = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<title>Roof tiles, red</title><meta name="description" content="Forty to the square metre.">');
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  server = await startServer({ LINK_PREVIEWS: 'on', OUTGOING_ALLOW: '127.0.0.1', CONTENT_RULES: 'contacts' });
});
test.afterAll(async () => {
  await server.stop();
  web.close();
});

async function two(browser: Parameters<typeof signIn>[0], options: Parameters<typeof signIn>[3] = {}) {
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), options);
  const provider = await signIn(browser, server, await demoAccount(server, 'provider'));
  await customer.openChatWith(provider.name);
  await provider.openChatWith(customer.name);
  return { customer, provider };
}

const field = ({ page }: Person) => page.getByRole('textbox', { name: /^Message to/ });
const suggestions = ({ page }: Person) => page.getByRole('listbox', { name: 'Suggestions' });

/** Says, as the host platform does, how far the job of the open chat is. */
async function setJob({ page }: Person, status: string): Promise<void> {
  const { email, password } = await demoAccount(server, 'admin');
  const json = { 'content-type': 'application/json' };
  const login = await fetch(`${server.url}/api/auth/login`, {
    ...{ method: 'POST', headers: json, body: JSON.stringify({ email, password }) },
  });
  const { token } = (await login.json()) as { token: string };
  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const answer = await fetch(`${server.url}/api/admin/chats/${chatId}/job`, {
    ...{ method: 'PUT', headers: { ...json, authorization: `Bearer ${token}` } },
    body: JSON.stringify({ title: 'Tile the roof', status }),
  });
  expect(answer.status).toBe(200);
}

/** Chooses from the menu of the last message with this text. */
async function choose({ log, page }: Person, text: string, item: string): Promise<void> {
  const message = log.getByRole('article').filter({ hasText: text }).last();
  await message.hover();
  await message.getByRole('button', { name: /^Actions for (the|your) message/ }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function noViolations(page: Page, within: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('[MT1] somebody is mentioned by keyboard, and sees it', { tag: '@full' }, async ({ browser }, info) => {
  const { customer, provider } = await two(browser);
  await field(customer).pressSequentially('Could ');
  await field(customer).pressSequentially('@');
  await expect(suggestions(customer).getByRole('option')).toHaveText([new RegExp(provider.name)]);
  await expect(field(customer)).toHaveAttribute('aria-activedescendant', /.+/);
  await noViolations(customer.page, '.stm-composer');
  await customer.page.screenshot({ path: info.outputPath('mention-list.png') });
  await field(customer).press('Enter');
  await expect(field(customer)).toHaveValue(`Could @${provider.name} `);
  await field(customer).pressSequentially('come tomorrow?');
  await field(customer).press('Enter');
  const seen = provider.log.locator('.stm-mention').last();
  await expect(seen).toHaveText(`@${provider.name} (You)`);
  await expect(seen).toHaveAttribute('data-mine', 'true');
  await expect(customer.log.locator('.stm-mention').last()).not.toHaveAttribute('data-mine', 'true');
  await provider.page.screenshot({ path: info.outputPath('mention-mine.png') });
  // Escape leaves what was typed, and an edit keeps who is meant.
  await field(customer).pressSequentially('@');
  await field(customer).press('Escape');
  await expect(suggestions(customer)).toBeHidden();
  await field(customer).press('Backspace');
  await field(customer).press('ArrowUp');
  const editing = customer.page.getByRole('textbox', { name: 'Text of your message' });
  await expect(editing).toHaveValue(`Could @${provider.name} come tomorrow?`);
  await editing.press('End');
  await editing.pressSequentially(' At nine.');
  await editing.press('Enter');
  await expect(provider.log.getByText('At nine.')).toBeVisible();
  await expect(provider.log.locator('.stm-mention').last()).toHaveAttribute('data-mine', 'true');
});

test('[MT1] somebody is mentioned by touch', { tag: '@full' }, async ({ browser }) => {
  const touch = { hasTouch: true, viewport: { width: 390, height: 800 } };
  const { customer, provider } = await two(browser, touch);
  await field(customer).tap();
  await field(customer).pressSequentially(`@${provider.name.slice(0, 2).toLowerCase()}`);
  await suggestions(customer).getByRole('option').first().tap();
  await expect(field(customer)).toHaveValue(`@${provider.name} `);
});

test(
  '[PF1] a pin is in the bar of both, leads to its message, and is taken off',
  { tag: '@full' },
  async ({ browser }, info) => {
    const { customer, provider } = await two(browser);
    await customer.write('The gate code is 4711');
    for (let nth = 0; nth < 15; nth += 1) await customer.write(`And another thing, number ${nth}`);
    await expect(provider.bubbles('And another thing, number 14')).toBeVisible();
    await provider.log.getByText('The gate code is 4711').first().scrollIntoViewIfNeeded();
    await choose(provider, 'The gate code is 4711', 'Pin for everybody');
    const bar = (person: Person): Locator => person.page.getByRole('group', { name: 'Pinned messages' });
    // What asks whether this device may notify stands over the bar.
    await customer.page.getByRole('button', { name: 'Not now' }).click();
    for (const person of [customer, provider]) await expect(bar(person)).toContainText('The gate code is 4711');
    await expect(provider.log.getByRole('article').filter({ hasText: 'gate code' }).getByText('Pinned')).toBeAttached();
    await noViolations(customer.page, '.stm-pins');
    await customer.page.screenshot({ path: info.outputPath('pins-bar.png') });
    await expect(customer.bubbles('The gate code is 4711')).not.toBeInViewport();
    await bar(customer)
      .getByRole('button', { name: /The gate code/ })
      .click();
    await expect(customer.bubbles('The gate code is 4711')).toBeInViewport();
    const pinned = customer.log.getByRole('article').filter({ hasText: 'gate code' });
    await expect(pinned).toHaveAttribute('data-highlighted', 'true');
    await customer.page.getByRole('button', { name: 'Back to where you were' }).click();
    await expect(customer.bubbles('And another thing, number 14')).toBeInViewport();
    await choose(provider, 'And another thing, number 0', 'Pin for everybody');
    await bar(customer).getByRole('button', { name: 'Show all 2 pinned messages' }).click();
    const dialog = customer.page.getByRole('dialog', { name: 'Pinned messages' });
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await noViolations(customer.page, '.stm-dialog');
    await customer.page.screenshot({ path: info.outputPath('pins-list.png') });
    await dialog.getByRole('button', { name: 'Unpin: The gate code is 4711' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await dialog.getByRole('button', { name: /^Unpin/ }).click();
    await expect(dialog).toContainText('Nothing is pinned.');
    await expect(bar(provider)).toBeHidden();
  },
);

test(
  '[PF3][PF5] a photo with its words is forwarded into a chosen chat',
  { tag: '@full' },
  async ({ browser }, info) => {
    const { customer, provider } = await two(browser);
    const png = await customer.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
      canvas.getContext('2d')?.fillRect(0, 0, 160, 200);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    });
    const [chooser] = await Promise.all([
      provider.page.waitForEvent('filechooser'),
      provider.page.getByRole('button', { name: 'Attach files' }).click(),
    ]);
    await chooser.setFiles({ name: 'half.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    await provider.write('Half of the wall');
    await expect(
      customer.log
        .getByRole('button', { name: 'Open image half.webp' })
        .or(customer.log.getByRole('button', { name: /^Open image half/ })),
    ).toBeVisible();
    await choose(customer, 'Half of the wall', 'Forward');
    const dialog = customer.page.getByRole('dialog', { name: 'Forward to' });
    await expect(dialog.getByRole('searchbox')).toBeFocused();
    await noViolations(customer.page, '.stm-dialog');
    await customer.page.screenshot({ path: info.outputPath('forward.png') });
    const target = dialog.getByRole('list', { name: 'Your chats' }).getByRole('button').first();
    const name = (await target.locator('.stm-picker__name').textContent()) ?? '';
    await target.click();
    await expect(target).toContainText('Sent');
    await customer.page.keyboard.press('Escape');
    await customer.openChatWith(name);
    const sent = customer.log.getByRole('article').filter({ hasText: 'Half of the wall' }).last();
    await expect(sent.getByText('Forwarded')).toBeVisible();
    await expect(sent.locator('.stm-image img')).toHaveJSProperty('complete', true);
    await expect
      .poll(() => sent.locator('.stm-image img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(100);
    await customer.page.screenshot({ path: info.outputPath('forwarded.png') });
  },
);

test(
  '[SF3] who writes contact details is told that they were hidden; a masked link has no preview',
  { tag: '@full' },
  async ({ browser }, info) => {
    const { customer, provider } = await two(browser);
    await setJob(customer, 'requested');
    await customer.write('Call me: 612 345 678');
    await expect(provider.log.getByText('Call me: •••••')).toBeVisible();
    await expect(customer.page.getByText(/^Contact details in your message were hidden/)).toBeVisible();
    await expect(provider.page.getByText(/^Contact details in your message were hidden/)).toBeHidden();
    await noViolations(customer.page, '.stm-conversation__thread');
    await customer.page.screenshot({ path: info.outputPath('masked.png') });
  },
);

test(
  '[LK2][LK6] a link gets its preview, and loses it where its author says so',
  { tag: '@full' },
  async ({ browser }, info) => {
    const { customer, provider } = await two(browser);
    const { port } = web.address() as AddressInfo;
    // Nothing is masked once the job is booked.
    await setJob(customer, 'booked');
    await customer.write(`These: http://127.0.0.1:${port}/tiles`);
    const card = (person: Person) => person.log.locator('.stm-preview-card');
    for (const person of [customer, provider]) {
      await expect(card(person)).toContainText('Roof tiles, red');
      await expect(card(person)).toContainText(`127.0.0.1:${port}`);
    }
    await noViolations(provider.page, '.stm-preview-card');
    await customer.page.screenshot({ path: info.outputPath('preview.png') });
    await expect(card(provider).getByRole('button')).toHaveCount(0);
    await card(customer).getByRole('button', { name: 'Remove the preview' }).click();
    for (const person of [customer, provider]) await expect(card(person)).toHaveCount(0);
    await expect(provider.log.getByText(`http://127.0.0.1:${port}/tiles`)).toBeVisible();
  },
);
