import { expect, test } from '@playwright/test';
import { type DemoSite, startDemo } from './fixtures/demo-page.js';
import { LONG, openLong, reading, rowCount, scrollBy, settled, toEnd, topOf } from './fixtures/message-log.js';

let demo: DemoSite;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test.describe('what is read moves by 0 px', () => {
  test('when a page of 50 comes before it', async ({ browser }) => {
    const page = await openLong(demo, browser, 'messages=400', 300);
    for (let round = 0; round < 4; round++) {
      const before = await reading(page);
      const first = await page.evaluate(async (chat) => {
        const conversation = window.fake.conversation(chat);
        await conversation.loadBefore();
        return conversation.state.get().items.length;
      }, LONG);
      expect(first).toBeGreaterThan(50);
      await settled(page);
      expect(await topOf(page, before.key)).toBe(before.top);
    }
  });

  test('when it is scrolled to the beginning, frame by frame, through pages that load on the way', async ({
    browser,
  }) => {
    const page = await openLong(demo, browser, 'messages=250');
    const jumps = await page.evaluate(async () => {
      const log = document.querySelector('[role=log]');
      if (log === null) throw new Error('no log');
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const found: string[] = [];
      for (let still = 0; still < 20;) {
        const box = log.getBoundingClientRect();
        const element = [...log.querySelectorAll<HTMLElement>('[data-anchor]')].find(
          (each) => each.getBoundingClientRect().top >= box.top,
        );
        if (element === undefined) throw new Error('Nothing is in sight');
        const before = element.getBoundingClientRect().top;
        const step = Math.min(log.scrollTop, 150);
        log.scrollBy(0, -step);
        await frame();
        await frame();
        const moved = element.getBoundingClientRect().top - before;
        if (moved !== step) found.push(`${element.dataset['anchor']} by ${moved} instead of ${step}`);
        still = step === 0 ? still + 1 : 0;
      }
      return found;
    });
    expect(jumps).toEqual([]);
    await expect(page.getByText('This is where the chat begins.')).toBeInViewport();
  });

  test('when a picture of known size comes above it, a reaction is added, the text above is edited', async ({
    browser,
  }) => {
    const page = await openLong(demo, browser, 'messages=400', 380);
    const before = await reading(page);
    await page.evaluate(
      ([chat, key]) => {
        const above = document.querySelector(`[data-anchor="${CSS.escape(key ?? '')}"]`)?.closest('.stm-row');
        const picture = document.createElement('canvas');
        picture.width = 300;
        picture.height = 177;
        above?.previousElementSibling?.append(picture);
        const all = window.fake.messages.get(chat ?? '') ?? [];
        const index = all.findIndex(({ id }) => id === key);
        const at = index === -1 ? 376 : index;
        window.fake.change(chat ?? '', all[at - 1]?.id ?? '', { reactions: [{ emoji: '🎉', user_ids: [1, 2] }] });
        window.fake.change(chat ?? '', all[at - 2]?.id ?? '', { message: 'much longer '.repeat(90) });
      },
      [LONG, before.key],
    );
    await settled(page);
    await expect(page.getByText('much longer').first()).toBeAttached();
    expect(await topOf(page, before.key)).toBe(before.top);
  });

  test('when the keyboard opens and closes, and when somebody writes', async ({ browser }) => {
    const page = await openLong(demo, browser, 'messages=400', 350);
    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);
    const before = await reading(page);
    await page.setViewportSize({ width: 390, height: 500 });
    await settled(page);
    expect(await topOf(page, before.key)).toBe(before.top);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate((chat) => void window.fake.store(chat, { message: 'new' }), LONG);
    await page.evaluate((chat) => window.fake.setTyping(chat, [2]), LONG);
    await settled(page);
    expect(await topOf(page, before.key)).toBe(before.top);
  });
});

test('it follows within 100 px of the end, not further away, and always to what I send', async ({ browser }) => {
  const page = await openLong(demo, browser);
  const write = (text: string) =>
    page.evaluate(([chat, message]) => void window.fake.store(chat ?? '', { message: message ?? '' }), [LONG, text]);
  await scrollBy(page, -90);
  await write('near enough');
  await settled(page);
  expect(await toEnd(page)).toBe(0);

  // It comes before the list was told that it was moved.
  await page.evaluate((chat) => {
    document.querySelector('[role=log]')?.scrollBy(0, -90);
    window.fake.store(chat, { message: 'at the same moment' });
  }, LONG);
  await settled(page);
  expect(await toEnd(page)).toBe(0);

  await scrollBy(page, -140);
  const before = await reading(page);
  await write('too far');
  await settled(page);
  expect(await topOf(page, before.key)).toBe(before.top);

  await scrollBy(page, -4000);
  await settled(page);
  await page.getByRole('textbox', { name: /^Message to/ }).fill('mine');
  await page.keyboard.press('Enter');
  await settled(page);
  expect(await toEnd(page)).toBe(0);
  await expect(page.getByRole('log').getByText('mine', { exact: true })).toBeInViewport();
});

test('pulling the scroll bar anywhere in 10,000 messages shows messages there at once, and few are on the page', async ({
  browser,
}) => {
  const page = await openLong(demo, browser, 'messages=10000&page=10000');
  for (const part of [0.5, 0.1, 0.93, 0, 1, 0.33]) {
    const seen = await page.evaluate(async (share) => {
      const log = document.querySelector('[role=log]');
      if (log === null) throw new Error('no log');
      log.scrollTop = (log.scrollHeight - log.clientHeight) * share;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const box = log.getBoundingClientRect();
      const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const rows = document.querySelector('.stm-messages__rows')?.getBoundingClientRect();
      return {
        filled: rows !== undefined && rows.top <= box.top + 200 && rows.bottom >= box.bottom - 100,
        inside: middle !== null && log.contains(middle),
        rows: document.querySelectorAll('.stm-messages__rows > *').length,
      };
    }, part);
    expect(seen).toMatchObject({ filled: true, inside: true });
    expect(seen.rows).toBeLessThan(400);
  }
  await settled(page);
  expect(await rowCount(page)).toBeLessThan(300);
});

test('opening a chat lands on the first unread message, below the line, which stays while reading', async ({
  browser,
}) => {
  const page = await openLong(demo, browser, 'messages=400&unread=30');
  const line = page.getByText('New messages');
  await expect(line).toBeInViewport();
  await expect(page.getByText(/^371\. /)).toBeInViewport();
  const top = () => line.evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await page.evaluate((chat) => void window.fake.store(chat, { message: 'another one' }), LONG);
  await settled(page);
  expect(await top()).toBe(before);
  await scrollBy(page, 50);
  expect(await top()).toBe(before - 50);
});

test(
  '10,000 messages scroll at 60 frames: the page works less than a frame for a frame, at hand speed and in a fling',
  { tag: '@full' },
  async ({ browser }) => {
    const page = await openLong(demo, browser, 'messages=10000&page=10000');
    const cdp = await page.context().newCDPSession(page);
    // The time that the page's thread really worked: what else the machine does is not in it.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
    };
    for (const step of [60, 200]) {
      const before = await worked();
      await page.evaluate(async (by) => {
        const log = document.querySelector('[role=log]');
        for (let frame = 0; frame < 90; frame++) {
          log?.scrollBy(0, -by);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }, step);
      expect(((await worked()) - before) / 90).toBeLessThan(1000 / 60);
    }
    expect(await rowCount(page)).toBeLessThan(400);
  },
);
