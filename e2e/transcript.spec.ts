import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from './fixtures/demo-page.js';
import './fixtures/message-log.js';
import { pressUntil, startReader } from './fixtures/reader.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';

test('a conversation by keyboard alone: open, read, answer, edit, react, delete, fail and try again', async ({
  browser,
}) => {
  const reader = await startReader(demo, browser, 'path=/');
  const { page, focused } = reader;
  await expect(page.getByRole('list', { name: 'Chats' }).getByRole('listitem').first()).toBeVisible();

  // Open: Tab to the list, Enter on the first chat; writing can begin at once.
  await pressUntil(reader, 'Tab', /^- link "Bilal Ahmed/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message to Bilal Ahmed' })).toBeFocused();

  // Read: Shift+Tab leads back to the last message, arrow keys from one to the next.
  await pressUntil(reader, 'Shift+Tab', /^- button "\d+:\d\d [AP]M( Read| Sent| Delivered)?"/);
  const last = page.getByRole('log').getByRole('article').last();
  await expect(last.locator('[data-roving]')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  const asked = page.getByRole('log').getByRole('article').filter({ hasText: 'PKR 12,500 as agreed' }).first();
  await expect(asked.locator('[data-roving]')).toBeFocused();

  // React: + opens all emoji; the focus comes back to the message.
  await page.keyboard.press('+');
  await expect(page.getByLabel('Search emoji')).toBeFocused();
  await page.keyboard.type('money');
  await expect(page.locator('.stm-emoji__cell[data-active]')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(asked.getByRole('button', { name: / 1: You$/ })).toBeVisible();
  await expect(asked.locator('[data-roving]')).toBeFocused();

  // Answer: r, write, Enter.
  await page.keyboard.press('r');
  expect(await focused()).toMatch(/^- textbox "Message to Bilal Ahmed"/);
  await page.keyboard.type('Agreed, thank you.');
  await page.keyboard.press('Enter');
  const mine = page.getByRole('log').getByRole('article').filter({ hasText: 'Agreed, thank you' });
  await expect(mine.getByRole('button', { name: /^In reply to Bilal Ahmed PKR 12,500/ })).toBeVisible();

  // To the quoted message and back.
  await pressUntil(reader, 'Shift+Tab', /^- button "In reply to/);
  await page.keyboard.press('Enter');
  await expect(asked).toBeInViewport();
  await page.getByRole('textbox', { name: 'Message to Bilal Ahmed' }).focus();

  // Edit: arrow up in the empty field.
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toMatch(/^- textbox "Text of your message"/);
  await page.keyboard.press('End');
  await page.keyboard.type(' See you then.');
  await page.keyboard.press('Enter');
  await expect(mine).toContainText('Agreed, thank you. See you then.');
  await expect(mine.getByRole('button', { name: /^edited/ })).toBeVisible();

  // Fail and try again: the buttons are next after the message.
  await page.evaluate((chat) => {
    window.fake.conversation(chat).refuseNext = { code: 'rate_limited', message: 'slow down' };
  }, SINK);
  await page.keyboard.type('Another try');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not sent: too many messages at once')).toBeVisible();
  await pressUntil(reader, 'Shift+Tab', /^- button "Try again"/);
  await page.keyboard.press('Enter');
  const again = page.getByRole('log').getByRole('article').filter({ hasText: 'Another try' });
  await expect(again.getByRole('button', { name: /Sent$/ })).toBeVisible();

  // Delete: asked about first, with the safe answer focused.
  await again.locator('[data-roving]').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await pressUntil(reader, 'Tab', /^- button "Delete for everybody"/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('This message was deleted').last()).toBeVisible();
  // Nothing traps the focus: Tab leaves the conversation in the end.
  await page.getByRole('textbox', { name: 'Message to Bilal Ahmed' }).focus();
  await pressUntil(reader, 'Tab', /^- link "Skip to the conversation"/, 12);
});

test('what a screen reader finds: a log of articles with names, times and states in words', async ({ browser }) => {
  const { page } = await startReader(demo, browser, `path=/chats/${SINK}`);
  const log = page.getByRole('log', { name: 'Messages' });
  await expect(log.getByRole('article').last()).toBeVisible();
  await expect(log).toMatchAriaSnapshot(`
    - log "Messages":
      - article:
        - text: 'Bilal Ahmed: This message was deleted'
        - button /\\d+:\\d+ [AP]M/
      - article:
        - text: /Bilal Ahmed. The seal was worn through/
        - button /edited \\d+:\\d+ [AP]M/
        - button /Actions for the message of Bilal Ahmed/
        - list "Reactions":
          - listitem:
            - 'button "👍 1: You" [pressed]'
          - listitem:
            - 'button "🙏 2: You and Bilal Ahmed" [pressed]'
      - article:
        - text: 'You: Thank you! I will have a look after dinner.'
        - button /\\d+:\\d+ [AP]M Read/
        - button /Actions for your message/
      - article:
        - text: 'You: How much is it in the end?'
        - button /\\d+:\\d+ [AP]M Delivered/
      - text: New messages
      - article:
        - text: 'Bilal Ahmed: PKR 12,500 as agreed, parts included.'
  `);
});

test(
  'what a screen reader says by itself while I read, write, edit and fail',
  { tag: '@full' },
  async ({ browser }) => {
    const { page, said } = await startReader(demo, browser, `path=/chats/${SINK}`);
    await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
    const saysOnly = (...words: (string | RegExp)[]) =>
      expect
        .poll(async () => {
          const heard = [...(await said())];
          saidSoFar.push(...heard);
          return words.every((word, at) =>
            typeof word === 'string' ? saidSoFar[at] === word : word.test(saidSoFar[at] ?? ''),
          )
            ? saidSoFar.length
            : saidSoFar.join(' / ');
        })
        .toBe(words.length);
    let saidSoFar: string[] = [];
    const next = async (...words: (string | RegExp)[]) => {
      await saysOnly(...words);
      saidSoFar = [];
    };
    // Opening a chat reads nothing out: it is history.
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    expect((await said()).filter((text) => text.includes('All dry?'))).toEqual([]);

    await page.evaluate((chat) => window.fake.setTyping(chat, [2]), SINK);
    await next('Bilal Ahmed is typing');
    await page.evaluate((chat) => {
      window.fake.setTyping(chat, []);
      window.fake.store(chat, { message: 'I am at the door.' });
    }, SINK);
    await next('Bilal Ahmed: I am at the door.');

    await page.keyboard.type('Coming!');
    await page.keyboard.press('Enter');
    await next('Message sent');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type(' Down');
    await page.keyboard.press('Enter');
    await next(/^Saving/, 'Message edited');

    await page.evaluate((chat) => {
      window.fake.conversation(chat).refuseNext = { code: 'chat_closed', message: 'closed' };
    }, SINK);
    await page.keyboard.type('Too late?');
    await page.keyboard.press('Enter');
    await next('Message not sent');
    await page.getByRole('button', { name: 'Try again' }).click();
    await next('Message sent');

    const mine = (text: string) =>
      page.evaluate(
        ([chat, words]) => window.fake.messages.get(chat ?? '')?.find(({ message }) => message === words)?.id ?? '',
        [SINK, text],
      );
    const change = (id: string, fields: object) =>
      page.evaluate(([chat, message, what]) => void window.fake.change(String(chat), String(message), what as object), [
        SINK,
        id,
        fields,
      ] as const);
    await change(await mine('Too late?'), { reactions: [{ emoji: '👍', user_ids: [2] }] });
    await next('Bilal Ahmed reacted with 👍: Too late?');
    const his = await mine('I am at the door.');
    await change(his, { message: 'I am at the gate.', edited_at: new Date().toISOString() });
    await next('Bilal Ahmed edited: I am at the gate.');
    await change(his, { message: '', deleted_at: new Date().toISOString() });
    await next('Bilal Ahmed deleted a message');

    // Many at once are told as a number, so that nobody has to listen to all of them.
    await page.evaluate((chat) => {
      for (let count = 0; count < 8; count++) window.fake.store(chat, { message: `burst ${count}` });
    }, SINK);
    await next('8 new messages');
  },
);
