'use client';
import { use, useMemo } from 'react';
import { useLanguage } from '../components/language-context.js';
import { createDisputeTexts, loadDisputeTexts } from './texts.js';
import type { DisputeWords } from './words.js';

/** The words of disputes in the language of the page; waits for them (Suspense) where they are still to be loaded. */
export function useDisputeWords(): DisputeWords {
  const { locale, formats, texts } = useLanguage();
  const language = new Intl.Locale(locale).language;
  // English is here: nothing has to be waited for.
  const catalogues = language === 'en' ? NONE : use(loadDisputeTexts(locale));
  return useMemo(
    () => ({ t: createDisputeTexts(locale, catalogues, texts), formats }),
    [locale, catalogues, texts, formats],
  );
}

const NONE: readonly [] = [];
