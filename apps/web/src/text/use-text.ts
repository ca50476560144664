import { createTranslate, type TextCatalogue, type Translate, useStore } from '@stm-chat/react';
import { languages } from '../language.js';
import { en } from './en.js';

const translators = new WeakMap<TextCatalogue, Translate<typeof en>>();

/** The texts of the pages in the language that is shown. */
export function useText(): Translate<typeof en> {
  const { locale, pages } = useStore(languages);
  const known = translators.get(pages);
  if (known !== undefined) return known;
  // Another language has other plural forms than the English one, and the same stems.
  const made = createTranslate(locale, { ...en, ...pages } as unknown as typeof en);
  translators.set(pages, made);
  return made;
}
