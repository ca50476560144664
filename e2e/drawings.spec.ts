import { expect, test } from '@playwright/test';
import { countDrawings, takeDrawings } from './fixtures/drawings.js';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer();
});

test.afterAll(async () => {
  await server.stop();
});

test(
  'a message draws the list twice, when it is written and when it is stored; letters draw only the field',
  { tag: '@full' },
  async ({ browser }) => {
    const { page, openChatWith, log } = await signIn(browser, server, await demoAccount(server, 'customer'));
    const provider = await demoAccount(server, 'provider');
    await countDrawings(page.context());
    await page.reload();
    await openChatWith(provider.name);
    const field = page.getByRole('textbox', { name: /^Message to/ });
    const sent = log.getByRole('article').last().getByRole('button', { name: /Sent$/ });
    const write = async (text: string) => {
      await field.press('Enter');
      await expect(log.getByRole('article').last()).toContainText(text);
      await expect(sent).toBeVisible();
      // The marks that follow, and the draft that the server is told of.
      await page.waitForLoadState('networkidle');
    };
    await field.fill('The first one');
    await write('The first one');

    // What the first message brings with it comes later, on a slow machine among the letters: until nothing is drawn any more.
    await expect.poll(async () => (await takeDrawings(page)).list, { intervals: [1500], timeout: 15_000 }).toBe(0);
    await field.pressSequentially('A sentence of letters');
    expect((await takeDrawings(page)).list).toBe(0);
    await write('A sentence of letters');
    expect((await takeDrawings(page)).list).toBe(2);

    // Both marks of somebody else come, and each changes the ticks: nothing else of the list is drawn for them.
    const other = await signIn(browser, server, provider);
    await other.page.goto(page.url());
    await expect(log.getByRole('article').last().getByRole('button', { name: /Read$/ })).toBeVisible();
    expect((await takeDrawings(page)).list).toBeLessThanOrEqual(2);
  },
);
