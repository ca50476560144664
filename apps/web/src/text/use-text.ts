import { createTranslate, type Translate, useLanguage } from '@stm-chat/react';
import { en } from './en.js';

const translators = new Map<string, Translate<typeof en>>();

/** The texts of the pages in the language of the components around. */
export function useText(): Translate<typeof en> {
  const { locale } = useLanguage();
  const known = translators.get(locale);
  if (known !== undefined) return known;
  const made = createTranslate(locale, en);
  translators.set(locale, made);
  return made;
}
