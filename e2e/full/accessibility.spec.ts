import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { STORIES } from '../../apps/web/src/testing/stories.js';
import { openStory } from './story-page.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Invisible, and with the focus for no longer than it takes to pass it on: they keep Tab inside of what is open. */
const GUARDS = '[data-base-ui-focus-guard]';

for (const story of STORIES) {
  test(`axe finds nothing: ${story.title}`, async ({ browser }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openStory(browser, story, { colorScheme });
      const axe = new AxeBuilder({ page }).withTags(RULES).exclude(GUARDS);
      // A menu is over the page and in none of its regions; of what else is over it, axe knows that.
      if ((await page.getByRole('menu').count()) > 0) axe.disableRules('region');
      expect((await axe.analyze()).violations, colorScheme).toEqual([]);
      await page.context().close();
    }
  });

  // 320 px and text at 200 % are what WCAG 2.2 asks for, each by itself; somebody has both.
  for (const [width, text] of [
    [320, '100%'],
    [320, '200%'],
    [390, '200%'],
    [640, '200%'],
  ] as const) {
    test(`${width} px wide and with text at ${text}, nothing is cut off: ${story.title}`, async ({ browser }) => {
      const page = await openStory(
        browser,
        { ...story, press: [] },
        { viewport: { width, height: 844 }, hasTouch: true },
      );
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
      const overflow = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        const out = [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, select, h1, h2')].filter(
          (element) => {
            const box = element.getBoundingClientRect();
            const shown = box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === 'visible';
            return (
              shown && (box.right > window.innerWidth + 1 || box.left < -1) && element.closest('.stm-hidden') === null
            );
          },
        );
        return { wide, out: out.map((element) => element.outerHTML.slice(0, 120)) };
      });
      expect(overflow).toEqual({ wide: 0, out: [] });
      await page.context().close();
    });
  }
}

for (const language of ['ar', 'ur']) {
  for (const story of STORIES.filter(({ press }) => press === undefined)) {
    test(`right to left, in ${language}, the page mirrors, and axe finds nothing: ${story.title}`, async ({
      browser,
    }) => {
      const page = await openStory(browser, story, { language, viewport: { width: 1440, height: 900 } });
      await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
      const sideways = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('body *')]
          .filter(
            (element) =>
              getComputedStyle(element).overflowY === 'auto' && element.scrollWidth > element.clientWidth + 1,
          )
          .map(({ className }) => className),
      );
      expect(sideways).toEqual([]);
      expect((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations).toEqual([]);
      await page.context().close();
    });
  }
}

test('with the system’s own colours every control still has an edge', async ({ browser }) => {
  for (const story of STORIES.filter(({ name }) => ['conversation', 'settings', 'chat-menu'].includes(name))) {
    const page = await openStory(browser, story, { forcedColors: 'active' });
    const bare = await page.evaluate(() => {
      const drawn = '.stm-button, .stm-bubble, .stm-badge, .stm-chip, .stm-switch, .stm-menu, .stm-dialog__box';
      return [...document.querySelectorAll<HTMLElement>(drawn)]
        .filter((element) => {
          const { borderTopWidth, borderTopStyle } = getComputedStyle(element);
          return borderTopStyle === 'none' || borderTopWidth === '0px';
        })
        .map(({ className }) => className);
    });
    expect(bare, story.name).toEqual([]);
    await page.context().close();
  }
});

/** What moves for longer than an eye sees, of all that is on the page and could change. */
const moving = (page: Page) =>
  page.evaluate(() => {
    const longest = (times: string) => Math.max(...times.split(',').map((time) => Number.parseFloat(time)));
    return [...document.querySelectorAll<HTMLElement>('body, body *')]
      .filter((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
        return (animationName !== 'none' && longest(animationDuration) > 0.01) || longest(transitionDuration) > 0.01;
      })
      .map(({ className, tagName }) => `${tagName} ${String(className)}`);
  });

test('who asks for less motion gets none', async ({ browser }) => {
  for (const story of STORIES.filter(({ name }) => ['chat-menu', 'settings', 'files', 'loading'].includes(name))) {
    const page = await openStory(browser, story);
    expect(await moving(page), story.name).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect((await moving(page)).length, story.name).toBeGreaterThan(0);
    await page.context().close();
  }
});

/** How light the page is, from 0 to 255. */
const lightness = (page: Page) =>
  page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (
      getComputedStyle(document.querySelector('.stm-root') ?? document.body).backgroundColor.match(/\d+/g) ?? []
    ).map(Number);
    return (red + green + blue) / 3;
  });

test('the page is light or dark as the system is, at once when that changes, and as its reader chooses', async ({
  browser,
}) => {
  const settings = STORIES.find(({ name }) => name === 'settings');
  if (settings === undefined) throw new Error('no such story');
  const page = await openStory(browser, settings, { colorScheme: 'light' });
  const light = () => expect.poll(() => lightness(page)).toBeGreaterThan(200);
  const dark = () => expect.poll(() => lightness(page)).toBeLessThan(60);
  await light();
  await page.emulateMedia({ colorScheme: 'dark' });
  await dark();
  await page.getByRole('radio', { name: 'Light' }).check();
  await light();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('radio', { name: 'Dark' }).check();
  await dark();
  await page.reload();
  await dark();
});

test('right to left the list is on the right, what I wrote on the left, and so is the button that sends', async ({
  browser,
}) => {
  const conversation = STORIES.find(({ name }) => name === 'conversation');
  if (conversation === undefined) throw new Error('no such story');
  for (const [language, mirrored] of [
    ['en', false],
    ['ar', true],
    ['ur', true],
  ] as const) {
    const page = await openStory(browser, conversation, { language, viewport: { width: 1440, height: 900 } });
    const seen = await page.evaluate(() => {
      const middle = (selector: string) => {
        const box = [...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect();
        return box === undefined ? Number.NaN : box.left + box.width / 2;
      };
      return {
        list: middle('.app__list') > middle('[role=log]'),
        own: middle('.stm-message--own .stm-bubble') < middle('.stm-message--other .stm-bubble'),
        send: middle('.stm-composer__send:not([hidden])') < middle('.stm-composer__field'),
      };
    });
    expect(seen, language).toEqual({ list: mirrored, own: mirrored, send: mirrored });
    await page.context().close();
  }
});
