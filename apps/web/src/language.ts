import { createStore } from '@stm-chat/client';
import { directionOf, type TextCatalogue } from '@stm-chat/react';
import { isLanguage, type LanguageCode, localeOf, pickLanguage } from './locale.js';
import { en } from './text/en.js';

/** A language with its texts, loaded when it is chosen. */
export interface ShownLanguage {
  readonly code: LanguageCode;
  readonly locale: string;
  /** Those of the components; none for English, which they bring along. */
  readonly texts: TextCatalogue;
  readonly pages: TextCatalogue;
}

const KEY = 'stm-chat:language';

const LOADERS: Record<LanguageCode, () => Promise<Pick<ShownLanguage, 'texts' | 'pages'>>> = {
  en: () => Promise.resolve({ texts: {}, pages: en }),
  es: async () => {
    const [components, pages] = await Promise.all([import('@stm-chat/react/locales/es'), import('./text/es.js')]);
    return { texts: components.es, pages: pages.es };
  },
  ur: async () => {
    const [components, pages] = await Promise.all([import('@stm-chat/react/locales/ur'), import('./text/ur.js')]);
    return { texts: components.ur, pages: pages.ur };
  },
  ar: async () => {
    const [components, pages] = await Promise.all([import('@stm-chat/react/locales/ar'), import('./text/ar.js')]);
    return { texts: components.ar, pages: pages.ar };
  },
};

const store = createStore<ShownLanguage>({
  code: 'en',
  locale: localeOf('en', navigator.languages),
  texts: {},
  pages: en,
});

/** The language of everything on the page. */
export const languages = { get: store.get, subscribe: store.subscribe };

async function show(code: LanguageCode): Promise<void> {
  const locale = localeOf(code, navigator.languages);
  store.set({ code, locale, ...(await LOADERS[code]()) });
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

/** Chooses a language, now and for the next visits. Rejects when its texts cannot be loaded; the old one then stays. */
export async function setLanguage(code: LanguageCode): Promise<void> {
  await show(code);
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

/** The language of the last visit, else the reader's own; English where its texts cannot be loaded. */
export async function startLanguage(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Storage is blocked: the reader's own it is.
  }
  await show(isLanguage(stored) ? stored : pickLanguage(navigator.languages)).catch(() => show('en'));
}

window.addEventListener('storage', (event) => {
  // Another tab chose; where its texts cannot be had, this one stays as it is.
  if (event.key === KEY && isLanguage(event.newValue)) void show(event.newValue).catch(() => undefined);
});
