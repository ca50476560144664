import { createTranslate, type TextCatalogue, type Translate, useStore } from '@stm-chat/react';
import { languages } from '../language.js';
import { adminEn } from './admin-en.js';
import { en } from './en.js';

const all = { ...en, ...adminEn } as const;

export type AdminTexts = typeof all;

const translators = new WeakMap<TextCatalogue, Translate<AdminTexts>>();

/** As `useText`, with the texts of the administrators' pages. */
export function useAdminText(): Translate<AdminTexts> {
  const { locale, pages } = useStore(languages);
  const known = translators.get(pages);
  if (known !== undefined) return known;
  const made = createTranslate(locale, { ...all, ...pages } as unknown as typeof all);
  translators.set(pages, made);
  return made;
}
