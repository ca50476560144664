import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import type { Counted, MailTexts } from './mail-texts.js';
import { ur } from './ur.js';

const LANGUAGES = { en, es, ur, ar } as const;

export type MailLanguage = keyof typeof LANGUAGES;

export const MAIL_LANGUAGES = Object.keys(LANGUAGES) as readonly MailLanguage[];

/** The language of a BCP 47 tag, or of an `Accept-Language`; null when it is none of ours. */
export function mailLanguageOf(wanted: string | null | undefined): MailLanguage | null {
  for (const part of (wanted ?? '').toLowerCase().split(',')) {
    const [, code = ''] = /^\s*([a-z]{2,3})\b/.exec(part) ?? [];
    const found = MAIL_LANGUAGES.find((language) => language === code);
    if (found !== undefined) return found;
  }
  return null;
}

export function mailWords(language: MailLanguage): MailTexts {
  return LANGUAGES[language];
}

/** @param counted its form for this number, with the number in it */
export function inWords(counted: Counted, count: number, language: MailLanguage): string {
  const form = counted[new Intl.PluralRules(language).select(count)] ?? counted.other;
  return form.replaceAll('#', new Intl.NumberFormat(language).format(count));
}

/** Puts values where their names stand. A value is never looked through for names. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
