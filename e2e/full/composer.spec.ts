import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { type DemoSite, startDemo } from '../fixtures/demo-page.js';
import '../fixtures/message-log.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const SINK = '00000000-0000-4000-8000-000000000001';
const touch: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function openSink(browser: Browser, query = 'latency=0', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await demo.open(browser, `${query}&path=/chats/${SINK}`, options);
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: /^(Message to|Text of your)/ });
const lastMessage = (page: Page) => page.getByRole('log').getByRole('article').last();
const tick = (page: Page, name: string) => lastMessage(page).getByRole('button', { name: new RegExp(`${name}$`) });

test('who wants it so breaks lines with Enter and sends with Ctrl+Enter', async ({ browser }) => {
  const page = await openSink(browser);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const choice = page.getByRole('switch', { name: 'Enter sends' });
  await expect(choice).toBeChecked();
  await choice.click();
  await page.getByRole('button', { name: 'Close settings' }).click();
  await field(page).fill('one');
  await field(page).press('Enter');
  await page.keyboard.type('two');
  await expect(field(page)).toHaveValue('one\ntwo');
  await field(page).press('Control+Enter');
  await expect(field(page)).toHaveValue('');
  await expect(lastMessage(page)).toContainText('one\ntwo');
});

test('on a touch screen Enter breaks the line, and a swipe answers', async ({ browser }) => {
  const page = await openSink(browser, 'latency=0', touch);
  await field(page).fill('one');
  await field(page).press('Enter');
  await expect(field(page)).toHaveValue('one\n');
  await field(page).fill('');

  const swipe = async (pixels: number, down = 0) => {
    const message = page.getByRole('log').getByText('All dry?');
    // A finger that went down has scrolled the list.
    await message.scrollIntoViewIfNeeded();
    const box = await message.boundingBox();
    if (box === null) throw new Error('not in sight');
    const cdp = await page.context().newCDPSession(page);
    const at = (x: number, y: number) => [{ x: box.x + 10 + x, y: box.y + 8 + y }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0, 0) });
    for (let step = 1; step <= 6; step++) {
      const touchPoints = at((pixels * step) / 6, (down * step) / 6);
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const bar = page.getByRole('button', { name: 'Cancel the reply' });
  await swipe(30);
  await swipe(-80);
  await swipe(20, 60);
  await expect(bar).toHaveCount(0);
  await swipe(90);
  await expect(bar).toBeVisible();
  await expect(page.locator('.stm-composer__bar')).toContainText('All dry?');
});

test('the last 200 of 4,000 characters are counted, and more cannot be sent', async ({ browser }) => {
  const page = await openSink(browser);
  const count = page.locator('.stm-composer__count');
  await field(page).fill('a'.repeat(3799));
  await expect(count).toHaveText('');
  await field(page).fill('😀'.repeat(3990));
  await expect(count).toHaveText('10 characters left');
  await expect(count).toHaveRole('status');
  await field(page).fill('a'.repeat(4003));
  await expect(count).toHaveText('3 characters too long');
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue(/a{4003}/);
});

test('arrow up edits the last message, Escape lets go of it and of a reply, the draft stays', async ({ browser }) => {
  const page = await openSink(browser);
  await field(page).fill('Mine');
  await page.keyboard.press('Enter');
  await expect(tick(page, 'Sent')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('Mine');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.type('half a thought');
  await lastMessage(page).locator('[data-roving]').focus();
  await page.keyboard.press('r');
  await expect(page.getByText('Reply to your own message')).toBeVisible();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Reply to your own message')).toHaveCount(0);
  await expect(field(page)).toHaveValue('half a thought');
});

test('emoji: searched and picked with the keyboard, in a skin tone, and remembered', async ({ browser }) => {
  const page = await openSink(browser);
  await field(page).fill('Hello ');
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(demo.url)) outside.push(request.url());
  });
  await page.getByRole('button', { name: 'Add an emoji' }).click();
  const picker = page.getByRole('dialog', { name: 'Emoji' });
  await expect(picker.getByRole('searchbox').or(picker.getByRole('textbox'))).toBeFocused();
  await picker.getByRole('combobox', { name: 'Skin tone' }).selectOption('3');
  await picker.getByLabel('Search emoji').fill('waving hand');
  await expect(picker.locator('.stm-emoji__cell:visible')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('Hello 👋🏽');
  await expect(field(page)).toBeFocused();
  await page.getByRole('button', { name: 'Add an emoji' }).click();
  await expect(picker.getByRole('group', { name: 'Used last' }).getByRole('button')).toHaveText(['👋🏽']);
  await page.keyboard.press('Escape');
  await expect(picker).toHaveCount(0);
  expect(outside).toEqual([]);
});

test('emoji: completed after a colon, taken with Enter which then does not send', async ({ browser }) => {
  const page = await openSink(browser);
  await field(page).pressSequentially('Well done :tad');
  await expect(page.getByRole('option', { name: /party popper/ })).toHaveAttribute('aria-selected', 'true');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('Well done 🎉');
  await field(page).pressSequentially(' :+1: at 10:30 :he');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(field(page)).toHaveValue('Well done 🎉 👍 at 10:30 :he');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('');
});

test('any emoji is a reaction, by + or the menu, and the six quick ones are one press away', async ({ browser }) => {
  const page = await openSink(browser);
  const asked = page.getByRole('log').getByRole('article').filter({ hasText: 'All dry?' });
  await asked.locator('[data-roving]').focus();
  await page.keyboard.press('+');
  await page.getByLabel('Search emoji').fill('party popper');
  await expect(page.locator('.stm-emoji__cell:visible')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(asked.getByRole('button', { name: '🎉 1: You' })).toHaveAttribute('aria-pressed', 'true');
  await asked.hover();
  await asked.getByRole('button', { name: /^Actions for/ }).click();
  await expect(page.getByRole('group', { name: 'Quick reactions' }).getByRole('menuitemcheckbox')).toHaveCount(6);
  await page.getByRole('menuitem', { name: 'More reactions' }).click();
  await expect(page.getByRole('dialog', { name: 'Emoji' })).toBeVisible();
});

test('a long message is shown in part until the rest is wanted', async ({ browser }) => {
  const page = await openSink(browser);
  await page.evaluate((chat) => void window.fake.store(chat, { message: 'line\n'.repeat(60) }), SINK);
  const more = page.getByRole('button', { name: 'Read more' });
  const height = () =>
    page
      .locator('.stm-bubble__text')
      .last()
      .evaluate((element) => element.getBoundingClientRect().height);
  await expect(more).toBeVisible();
  const short = await height();
  await more.click();
  await expect(page.getByRole('button', { name: 'Show less' })).toBeVisible();
  expect(await height()).toBeGreaterThan(short * 3);
});

test('files that are dragged over the chat are asked for, and stand above the field with what becomes of each', async ({
  browser,
}) => {
  const page = await openSink(browser);
  const drag = (type: string, names: readonly string[] = []) =>
    page.getByRole('log').evaluate(
      (log, [event, files]) => {
        const data = new DataTransfer();
        for (const name of files) data.items.add(new File([new Uint8Array(40_000)], name, { type: 'image/png' }));
        if (files.length === 0) data.setData('text/plain', 'words');
        log.dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      [type, names] as const,
    );
  const overlay = page.getByText('Drop files to send them');
  await drag('dragenter');
  await expect(overlay).toHaveCount(0);
  await drag('dragenter', ['tap.png']);
  await expect(overlay).toBeVisible();
  await drag('dragleave', ['tap.png']);
  await expect(overlay).toHaveCount(0);

  const tray = page.getByRole('list', { name: 'Files to send' });
  await page.evaluate(() => (window.fake.uploads.next = { state: 'uploading', sent: 10_000 }));
  await drag('dragenter', ['tap.png']);
  await drag('drop', ['tap.png', 'pipe.png']);
  await expect(overlay).toHaveCount(0);
  const tap = tray.getByRole('listitem').filter({ hasText: 'tap.png' });
  await expect(tap).toContainText('Uploading · 40 kB');
  await expect(tap.locator('img')).toHaveAttribute('src', /^blob:/);
  // A quarter of the ring.
  const [done = 0, around = 0] = await tap
    .locator('.stm-ring__done')
    .evaluate((ring) => (ring.getAttribute('stroke-dasharray') ?? '').split(' ').map(Number));
  expect(done / around).toBeCloseTo(0.25);
  await tap.getByRole('button', { name: 'Pause tap.png' }).click();
  await expect(tap).toContainText('Paused');
  await tap.getByRole('button', { name: 'Go on with tap.png' }).click();
  await expect(tap).toContainText('Uploading');
  await tray.getByRole('button', { name: 'Remove pipe.png' }).click();
  await expect(tray.getByRole('listitem')).toHaveCount(1);

  // What is too large is refused as soon as it is announced; the others cannot go without a word about it.
  await page.evaluate(
    () => (window.fake.uploads.next = { state: 'failed', sent: 0, error: { code: 'payload_too_large', message: '' } }),
  );
  await drag('drop', ['film.png']);
  const film = tray.getByRole('listitem').filter({ hasText: 'film.png' });
  await expect(film.getByRole('status')).toHaveText('The file is too large.');
  await expect(film.locator('.stm-ring')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
});
