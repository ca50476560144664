import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { createTranslate } from '../translate.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { missingTexts } from '../missing-texts.js';
import { ur } from './ur.js';

describe.each([
  ['es', es],
  ['ur', ur],
  ['ar', ar],
])('%s', (locale, catalogue) => {
  test('has every text, in every plural form that numbers need, with the same values', () => {
    expect(missingTexts(locale, en, catalogue)).toEqual([]);
  });
});

test('a gap, a lost value and a missing plural form are found', () => {
  const english = { a: 'A', b: 'B {{name}}', n_one: '{{count}} one', n_other: '{{count}} others' };
  expect(missingTexts('ar', english, { b: 'ب', n_one: 'واحد', n_other: '{{count}}', x: 'زائد' })).toEqual([
    'a',
    'b: {{name}}',
    'n_few',
    'n_many',
    'n_two',
    'n_zero',
    'x: unknown',
  ]);
});

test.each([
  ['en', en],
  ['es', es],
  ['ur', ur],
  ['ar', ar],
] as const)('i18next reads the texts of %s as we do', async (locale, catalogue: Record<string, string>) => {
  const i18next = createInstance();
  const options = { lng: locale, resources: { [locale]: { translation: catalogue } }, showSupportNotice: false };
  await i18next.init({ ...options, keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } });
  const t: (key: string, values?: Record<string, string | number>) => string = createTranslate(locale, catalogue);
  const plurals = new Set<string>();
  let compared = 0;
  for (const [key, text] of Object.entries(catalogue)) {
    const stem = key.replace(/_(zero|one|two|few|many|other)$/, '');
    const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
    const values = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
    if (stem === key) expect(t(key, values)).toBe(i18next.t(key, values));
    else plurals.add(stem);
    compared++;
  }
  const numbers = new Intl.NumberFormat(locale);
  for (const stem of plurals) {
    for (const count of [0, 1, 2, 3, 11, 100, 199]) {
      // Ours writes numbers the way the language does; i18next leaves them as they are.
      const theirs = i18next.t(stem, { count }).replace(String(count), numbers.format(count));
      expect(t(stem, { count })).toBe(theirs);
    }
  }
  expect(compared).toBeGreaterThan(150);
});
