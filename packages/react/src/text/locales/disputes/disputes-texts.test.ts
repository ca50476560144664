import { describe, expect, test } from 'vitest';
import { missingTexts } from '../../missing-texts.js';
import { ar as deskAr } from '../desk/ar.js';
import { en as deskEn } from '../desk/en.js';
import { es as deskEs } from '../desk/es.js';
import { ur as deskUr } from '../desk/ur.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { ur } from './ur.js';

describe.each([
  ['es', es, deskEs],
  ['ur', ur, deskUr],
  ['ar', ar, deskAr],
])('%s', (locale, disputes, desk) => {
  test('has every text of disputes and of the desk, in every plural form that numbers need', () => {
    expect(missingTexts(locale, en, disputes)).toEqual([]);
    expect(missingTexts(locale, deskEn, desk)).toEqual([]);
  });

  test('keeps the variables of canned texts', () => {
    const variables = (text: string | undefined) => [...(text ?? '').matchAll(/\{\w+\}/g)].map(String).toSorted();
    for (const [key, text] of Object.entries(deskEn)) {
      if (!/^canned\..*\.text$/.test(key)) continue;
      expect([key, variables((desk as Record<string, string>)[key])]).toEqual([key, variables(text)]);
    }
  });
});
