import { expect, type Page, test } from '@playwright/test';
import type { FakeClient } from '@stm-chat/react/testing';
import { openStory } from './story-page.js';

declare global {
  interface Window {
    fake: FakeClient;
  }
}

const LIST = { name: 'list', title: 'The list', query: '' };

/** What a screen reader is told of the element with the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  });

/** Tabs until the focus is there; a trap would never get there. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    if (name.test(await focused(page))) return;
  }
  throw new Error(`the keyboard does not reach ${String(name)}; it is at ${await focused(page)}`);
}

test('a whole conversation by keyboard alone', async ({ browser }) => {
  const page = await openStory(browser, LIST);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the conversation');
  for (const landmark of ['banner', 'navigation', 'main'] as const)
    await expect(page.getByRole(landmark)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  expect(await page.getByRole('navigation').evaluate((list) => list.contains(document.activeElement))).toBe(true);
  await page.getByRole('link', { name: 'Skip to the conversation' }).focus();
  await tabTo(page, /Bilal Ahmed/);
  const lines = page.getByRole('list', { name: 'Chats' }).getByRole('link');
  for (const [key, at] of [
    ['ArrowDown', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['End', -1],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect(lines.nth(at), key).toBeFocused();
    await expect(page.locator('.stm-chat-list [data-roving][tabindex="0"]')).toHaveCount(1);
  }
  await page.keyboard.press('Enter');
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await expect(box).toBeFocused();
  await page.keyboard.type('Written without a mouse');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('Written without a mouse')).toBeVisible();

  await page.keyboard.press('ArrowUp');
  // The field is called otherwise while it changes something.
  await expect(page.getByRole('textbox', { name: 'Text of your message' })).toHaveValue('Written without a mouse');
  await page.keyboard.press('Escape');
  await expect(box).toHaveValue('');

  const current = () => lines.evaluateAll((all) => all.findIndex((each) => each.ariaCurrent === 'page'));
  expect(await current()).toBe(0);
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(current).toBe(1);
  await expect(page.getByRole('log').getByText('Written without a mouse')).toHaveCount(0);
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(current).toBe(0);
  await expect(page.getByRole('log').getByText('Written without a mouse')).toBeVisible();

  // Files are chosen with the system's own dialog, which has keys of its own.
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+u')]);
  expect(chooser.isMultiple()).toBe(true);
});

test('the menu of a chat: opened, moved through, closed, and the focus is back; a letter does it too', async ({
  browser,
}) => {
  const page = await openStory(browser, LIST);
  await tabTo(page, /Bilal Ahmed/);
  await tabTo(page, /^Actions for the chat/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Pin to the top' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Mark as read' })).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.getByRole('menuitem', { name: /^(Archive|Always)$/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  expect(await focused(page)).toMatch(/^Actions for the chat/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('p');
  const first = page.getByRole('list', { name: 'Chats' }).getByRole('listitem').first();
  await expect(first.getByTitle('Pinned')).toBeVisible();
  await page.keyboard.press('m');
  await expect(first.getByTitle('Muted')).toBeVisible();
  await page.keyboard.press('m');
  await expect(first.getByTitle('Muted')).toHaveCount(0);
  // What is unread is read, and then marked.
  await page.keyboard.press('u');
  await expect(first).not.toContainText('unread');
  await page.keyboard.press('u');
  await expect(first).toContainText('Marked as unread');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Archived 1' })).toBeVisible();
});

test('? tells of the keys, / finds the search, and dialogs keep the focus and give it back', async ({ browser }) => {
  const page = await openStory(browser, LIST);
  await tabTo(page, /Bilal Ahmed/);
  const before = await focused(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  for (const [keys, what] of [
    [['Alt+↓', 'Alt+↑'], 'Next, previous chat'],
    [['/'], 'Find a chat in the list'],
    [['Ctrl+K'], 'Search in everything'],
    [['R'], 'Reply'],
    [['+'], 'React with an emoji'],
    [['↑'], 'Edit the last message'],
    [['Ctrl+U'], 'Attach files'],
    [['U'], 'Mark as unread or read'],
    [['E'], 'Archive or take out'],
  ] as const) {
    const row = dialog.locator('.shortcuts__row').filter({ has: page.getByText(what, { exact: true }) });
    await expect(row.locator('kbd')).toHaveText([...keys]);
  }
  for (let presses = 0; presses < 5; presses++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await focused(page)).toBe(before);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('?');
  await expect(dialog).toHaveCount(0);
});

test('what a screen reader is told: sent, received, and how much came at once', async ({ browser }) => {
  const page = await openStory(browser, {
    name: 'conversation',
    title: '',
    query: 'path=/chats/00000000-0000-4000-8000-000000000001',
  });
  const said = await listenTo(page);
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await box.fill('Hello there');
  await box.press('Enter');
  await expect.poll(() => said).toContain('Message sent');
  const chatId = await page.evaluate(() => window.fake.chats.get().chats.find(({ unread }) => unread >= 0)?.id ?? '');
  const provider = await page.evaluate(() => window.fake.chats.get().chats[0]?.provider_id ?? 0);
  await page.evaluate(
    ([id, sender]) =>
      void window.fake.store(String(id), {
        message: 'I am outside',
        sender_id: Number(sender),
        sender_type: 'provider',
      }),
    [chatId, provider] as const,
  );
  await expect.poll(() => said.join('\n')).toContain('Bilal Ahmed: I am outside');
  await expect(page.getByRole('log')).toMatchAriaSnapshot(`
    - log "Messages":
      - article: /I am outside/
  `);
});

test('[MT1] what a screen reader is told while somebody is mentioned', async ({ browser }) => {
  const page = await openStory(browser, {
    name: 'conversation',
    title: '',
    query: 'path=/chats/00000000-0000-4000-8000-000000000001',
  });
  const said = await listenTo(page);
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await box.pressSequentially('@');
  await expect.poll(() => said.join('\n')).toMatch(/^1 suggestion$/m);
  await expect(page.getByRole('listbox')).toMatchAriaSnapshot(`
    - listbox "Suggestions":
      - option "Bilal Ahmed Provider" [selected]
  `);
  // As the browser tells it: the field has the focus, and what is active in the list it owns is the option.
  const tools = await page.context().newCDPSession(page);
  const active = async (): Promise<string | undefined> => {
    const { nodes } = await tools.send('Accessibility.getFullAXTree');
    // The page itself has the focus too.
    const field = nodes.find(
      ({ role, properties }) =>
        role?.value === 'textbox' && properties?.some(({ name, value }) => name === 'focused' && value.value),
    );
    const target = field?.properties?.find(({ name }) => name === 'activedescendant')?.value.relatedNodes?.[0];
    const option = nodes.find(({ backendDOMNodeId }) => backendDOMNodeId === target?.backendDOMNodeId);
    return target !== undefined ? String(option?.name?.value) : undefined;
  };
  await expect.poll(active).toBe('Bilal Ahmed Provider');
  await box.press('Enter');
  await expect(box).toHaveValue('@Bilal Ahmed ');
  await expect(box).toBeFocused();
  await expect.poll(active).toBeUndefined();
  // Nobody of this name: there is no list to be told of.
  await box.pressSequentially('@nobody');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(box).not.toHaveAttribute('aria-controls');
});

/** What the page says to a screen reader from now on, in its order. */
async function listenTo(page: Page): Promise<readonly string[]> {
  const said: string[] = [];
  await page.exposeFunction('heard', (text: string) => void said.push(text));
  await page.getByTestId('announcer').evaluate((region) => {
    new MutationObserver(() => {
      const text = region.textContent?.trim() ?? '';
      if (text !== '') (window as unknown as { heard(text: string): void }).heard(text);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return said;
}
