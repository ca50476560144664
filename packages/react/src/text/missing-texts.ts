import type { Catalogue } from './translate.js';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** What a translation lacks beside the English catalogue, and what only it has; sorted. For tests of translations. */
export function missingTexts(locale: string, english: Catalogue, translated: Catalogue): string[] {
  const rules = new Intl.PluralRules(locale);
  // The forms of numbers that occur; millions of messages do not.
  const forms = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)));
  const needed = new Map<string, string>();
  for (const [key, text] of Object.entries(english)) {
    if (!PLURAL.test(key)) needed.set(key, text);
    // Of the forms, the general one knows which values there are.
    else if (key.endsWith('_other')) for (const form of forms) needed.set(key.replace(PLURAL, `_${form}`), text);
  }
  const problems = Object.keys(translated)
    .filter((key) => !needed.has(key))
    .map((key) => `${key}: unknown`);
  for (const [key, text] of needed) {
    const own = translated[key];
    if (own === undefined || own === '') problems.push(key);
    // "One message" needs no digit.
    else if (valuesIn(text, key).some((value) => !own.includes(value)))
      problems.push(`${key}: ${valuesIn(text, key).join(' ')}`);
  }
  return problems.sort();
}

function valuesIn(text: string, key: string): string[] {
  const values = text.match(/\{\{\w+\}\}/g) ?? [];
  return PLURAL.test(key) && !key.endsWith('_other') ? values.filter((value) => value !== '{{count}}') : values;
}
