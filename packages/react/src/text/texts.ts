import type { en } from './locales/en.js';
import { createTranslate, type Translate } from './translate.js';

/** The texts of the components in one language: the keys of `locales/en.ts`, with the plural forms of the language. */
export type TextCatalogue = Readonly<Record<string, string>>;

export type ComponentTranslate = Translate<typeof en>;

/** A translator over one language's catalogue; host texts of the same key win. */
export function createTexts(locale: string, catalogue: TextCatalogue, own?: TextCatalogue): ComponentTranslate {
  // A catalogue of another language has other plural forms than the English one, and the same stems.
  return createTranslate(locale, { ...catalogue, ...own } as unknown as typeof en);
}

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).language) ? 'rtl' : 'ltr';
}
