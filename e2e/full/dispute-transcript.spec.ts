import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';
import { pressUntil, startReader } from '../fixtures/reader.js';

let demo: DemoSite;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';
const DISPUTED = '00000000-0000-4000-8000-000000000002';
const RUNNING = '00000000-0000-4000-8000-000000000700';

test('help is asked for by keyboard alone, and what happens is read aloud', async ({ browser }) => {
  const reader = await startReader(demo, browser, `path=/chats/${SINK}`);
  const { page, said, focused } = reader;
  await expect(page.getByRole('textbox', { name: 'Message to Bilal Ahmed' })).toBeFocused();
  await pressUntil(reader, 'Shift+Tab', /^- button "Chat actions"/, 25);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await pressUntil(reader, 'ArrowDown', /^- menuitem "Problem with this job\?"/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Problem with this job?' });
  await expect(dialog).toBeVisible();
  await pressUntil(reader, 'Tab', /^- radio "The work was not done"/);
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toMatch(/^- radio "Only part of the work was done" \[checked\]/);
  await pressUntil(reader, 'Tab', /^- textbox "What happened\?"/);
  await page.keyboard.type('The hose was not replaced.');
  await pressUntil(reader, 'Tab', /^- button "Choose messages"/);
  await page.keyboard.press('Enter');
  await pressUntil(reader, 'Tab', /^- checkbox "Bilal Ahmed.*All dry\?/, 60);
  await said();
  await page.keyboard.press('Space');
  await expect.poll(said).toContain('1 message chosen');
  await pressUntil(reader, 'Tab', /^- button "Ask for help"/);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(said).toContain('A local service manager was asked for help.');
  await expect(page.getByRole('log').getByText(/^Ayesha Khan opened a dispute: Only part/)).toBeVisible();
  // Nothing is lost of where one was.
  expect(await focused()).not.toBe('');
});

test('a dispute is followed and answered by keyboard alone: where it stands, who reads it, the offer, a yes', async ({
  browser,
}) => {
  const reader = await startReader(demo, browser, `path=/chats/${DISPUTED}`);
  const { page, said } = reader;
  const banner = page.getByRole('region', { name: 'Dispute', exact: true });
  await expect(banner).toMatchAriaSnapshot(`
    - region "Dispute":
      - paragraph: Bilal Ahmed made an offer. It waits for you
      - paragraph:
        - text: /Settlement by/
        - strong: /left/
      - button "3 people can read this"
      - button "Show the dispute"
  `);
  const card = page.getByRole('log').getByRole('article').last();
  await expect(card).toMatchAriaSnapshot(`
    - article:
      - list:
        - listitem: /Refund of 25/
      - paragraph: Waits for you
      - button "Accept"
      - button "Counter-offer"
      - button "Decline"
  `);
  await page.getByRole('textbox').last().focus();
  await pressUntil(reader, 'Shift+Tab', /^- button "3 people can read this"/, 40);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('Sana Mirza');
  await page.keyboard.press('Escape');
  await expect(banner.getByRole('button', { name: '3 people can read this' })).toBeFocused();
  await pressUntil(reader, 'Tab', /^- button "Show the dispute"/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Dispute' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(banner.getByRole('button', { name: 'Show the dispute' })).toBeFocused();
  await pressUntil(reader, 'Tab', /^- button "Accept"/, 30);
  await page.keyboard.press('Enter');
  const asked = page.getByRole('alertdialog', { name: 'Accept this offer?' });
  await expect(asked).toBeVisible();
  await said();
  await pressUntil(reader, 'Tab', /^- button "Accept and settle"/);
  await page.keyboard.press('Enter');
  await expect(asked).toHaveCount(0);
  await expect.poll(said).toContain('You accepted the offer.');
  await expect(card.or(page.getByRole('log')).getByText('Accepted by both')).toBeVisible();
  await expect(banner).toHaveCount(0);
});

test('a case is worked on by keyboard alone: from pane to pane, each says whom it writes to', async ({ browser }) => {
  const reader = await startReader(demo, browser, `as=lsm&path=/cases/${RUNNING}`);
  const { page, focused } = reader;
  await expect(page.getByRole('region', { name: 'Everyone' })).toBeVisible();
  await page.getByRole('heading', { level: 2 }).first().focus();
  await pressUntil(reader, 'Tab', /^- textbox "Everyone reads what you write here"/, 60);
  await page.keyboard.type('I decide on Friday.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Everyone' }).getByText('I decide on Friday.')).toBeVisible();
  await pressUntil(reader, 'Tab', /^- tab "Ayesha Khan.*\[selected\]/, 20);
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toMatch(/^- tab "Bilal Ahmed.*\[selected\]/);
  await expect(page.getByRole('region', { name: 'Only Bilal Ahmed' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toMatch(/^- tab "Notes.*\[selected\]/);
  await pressUntil(reader, 'Tab', /textbox "A note: neither side reads this"/, 20);
  await page.keyboard.type('No membrane in photo 4.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Notes' }).getByText('No membrane in photo 4.')).toBeVisible();
});
