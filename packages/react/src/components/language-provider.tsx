'use client';
import { type ReactNode, useMemo, useRef } from 'react';
import { OverlayRootContext } from '../kit/overlay-root.js';
import { createFormats } from '../text/formats.js';
import { en } from '../text/locales/en.js';
import { createTexts, directionOf, type TextCatalogue } from '../text/texts.js';
import { LanguageContext } from './language-context.js';

export interface LanguageProviderProps {
  /** BCP 47 tag of the texts, dates and numbers; English by default. */
  readonly locale?: string;
  /** The texts in that language; single keys may be given to reword them. */
  readonly texts?: TextCatalogue;
  readonly children: ReactNode;
}

/** Gives the components below it a language, and renders the `.stm-root` that the styles need. */
export function LanguageProvider({ locale = 'en', texts, children }: LanguageProviderProps) {
  const language = useMemo(
    () => ({ locale, t: createTexts(locale, en, texts), formats: createFormats(locale), texts }),
    [locale, texts],
  );
  const root = useRef<HTMLDivElement>(null);
  return (
    <LanguageContext value={language}>
      <OverlayRootContext value={root}>
        <div className="stm-root" lang={locale} dir={directionOf(locale)} ref={root}>
          {children}
        </div>
      </OverlayRootContext>
    </LanguageContext>
  );
}
