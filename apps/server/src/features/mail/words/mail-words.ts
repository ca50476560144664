import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { ur } from './ur.js';

/** Counted words, by the plural categories of their language; `#` is the number. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** What mails say. `{name}`, `{job}`, `{chat}`, `{app}` stand for what they name. */
export interface MailWords {
  readonly dir: 'ltr' | 'rtl';
  /** Subjects, with and without a preview. */
  readonly subject: Counted;
  readonly subjectHidden: Counted;
  readonly subjectNews: string;
  /** Above the messages. */
  readonly intro: Counted;
  readonly introHidden: Counted;
  readonly introNews: string;
  readonly earlier: Counted;
  readonly files: Counted;
  readonly you: Readonly<Record<'customer' | 'provider' | 'lsm', string>>;
  readonly reply: string;
  readonly look: string;
  readonly linkNote: string;
  readonly whyMail: string;
  readonly stopChat: string;
  readonly stopAll: string;
  /** Of disputes and deadlines, by their code. */
  readonly notices: Readonly<Record<string, string>>;
  readonly page: {
    readonly title: string;
    readonly askChat: string;
    readonly askAll: string;
    readonly doIt: string;
    readonly doneChat: string;
    readonly doneAll: string;
    readonly undo: string;
    readonly undone: string;
    readonly all: string;
    readonly bad: string;
  };
}

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

export function mailWords(language: MailLanguage): MailWords {
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
