import { missingTexts } from '@stm-chat/react';
import { expect, test } from 'vitest';
import { adminEn } from './admin-en.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { laterEn } from './later-en.js';
import { ur } from './ur.js';

test.each([
  ['es', es],
  ['ur', ur],
  ['ar', ar],
])('%s has every text of the pages, in every plural form, with the same values', (locale, catalogue) => {
  expect(missingTexts(locale, { ...en, ...laterEn, ...adminEn }, catalogue)).toEqual([]);
});
