'use client';
import { createContext, useContext } from 'react';
import { createFormats, type Formats } from '../text/formats.js';
import { en } from '../text/locales/en.js';
import { type ComponentTranslate, createTexts, type TextCatalogue } from '../text/texts.js';

/** The texts and formats of one language. */
export interface Language {
  readonly locale: string;
  readonly t: ComponentTranslate;
  readonly formats: Formats;
  /** What the host gave: translated, or reworded. */
  readonly texts?: TextCatalogue | undefined;
}

export const LanguageContext = createContext<Language>({
  locale: 'en',
  t: createTexts('en', en),
  formats: createFormats('en'),
});

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
