import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
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

test('who asks for less motion gets none', async ({ browser }) => {
  const conversation = STORIES.find(({ name }) => name === 'chat-menu');
  if (conversation === undefined) throw new Error('no such story');
  const page = await openStory(browser, conversation);
  const long = await page.evaluate(() =>
    document
      .getAnimations()
      .map((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0))
      .filter((duration) => duration > 10),
  );
  expect(long).toEqual([]);
});
