/** The languages that the pages and components are written in, by their own names. */
export const LANGUAGES = { en: 'English', es: 'Español', ur: 'اردو', ar: 'العربية' } as const;

export type LanguageCode = keyof typeof LANGUAGES;

export function isLanguage(code: unknown): code is LanguageCode {
  return typeof code === 'string' && Object.hasOwn(LANGUAGES, code);
}

function languageOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/** The first of the reader's languages that there is; English where there is none. */
export function pickLanguage(preferred: readonly string[]): LanguageCode {
  return preferred.map(languageOf).find(isLanguage) ?? 'en';
}

/** The language with the reader's own region, so that dates and numbers are written as there. */
export function localeOf(language: LanguageCode, preferred: readonly string[]): string {
  return preferred.find((tag) => languageOf(tag) === language) ?? (language === 'en' ? 'en-GB' : language);
}
