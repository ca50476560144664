import { describe, expect, test } from 'vitest';
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
