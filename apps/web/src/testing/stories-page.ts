/**
 * The page of stories: `npm run stories`. Every state of the application beside its name, in the chosen scheme, language
 * and width. Not in any build.
 */
import { STORIES } from './stories.js';

const SCHEMES = ['light', 'dark'];
const LANGUAGES = ['en', 'es', 'ur', 'ar'];
const WIDTHS = ['1180', '760', '390', '320'];

const query = new URLSearchParams(window.location.search);
const scheme = query.get('scheme') ?? 'light';
const language = query.get('lang') ?? 'en';
const width = Number(query.get('width') ?? 1180);
// The stories are this origin's pages: they read the choice as the application does.
localStorage.setItem('stm-chat:theme', scheme);
localStorage.setItem('stm-chat:language', language);

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  fields: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children);
  return made;
}

function choices(name: string, values: readonly string[], chosen: string): HTMLElement {
  const links = values.map((value) => {
    const next = new URLSearchParams(query);
    next.set(name, value);
    const link = element('a', { href: `?${next.toString()}` }, value);
    if (value === chosen) link.setAttribute('aria-current', 'true');
    return link;
  });
  return element('p', { className: 'stories__choices' }, `${name}: `, ...links);
}

/** Presses what leads to the state, once each is there. */
async function play(frame: HTMLIFrameElement, press: readonly string[]): Promise<void> {
  for (const name of press) {
    for (let tries = 0; tries < 100; tries++) {
      const page = frame.contentDocument;
      const buttons = [...(page?.querySelectorAll('button') ?? [])];
      const found = buttons.find((button) => (button.getAttribute('aria-label') ?? button.textContent) === name);
      if (found !== undefined) {
        found.click();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const main = element('main', { className: 'stories' }, element('h1', {}, 'STM Chat: every state'));
main.append(
  choices('scheme', SCHEMES, scheme),
  choices('lang', LANGUAGES, language),
  choices('width', WIDTHS, String(width)),
);
for (const { name, title, query: opened, press } of STORIES) {
  const frame = element('iframe', {
    title,
    src: `demo.html?${opened}`,
    loading: 'lazy',
    width: String(width),
    height: '760',
  });
  // Names are found in English only.
  if (press !== undefined && language === 'en') frame.addEventListener('load', () => void play(frame, press));
  const link = element('a', { href: `demo.html?${opened}`, target: '_blank' }, title);
  main.append(element('section', { id: name }, element('h2', {}, link), frame));
}
document.body.append(main);
