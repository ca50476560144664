import { expect, test } from 'vitest';
import { localeOf, pickLanguage } from './locale.js';

test('the first language of the reader that there is', () => {
  expect(pickLanguage(['de-DE', 'ar-EG', 'en-US'])).toBe('ar');
  expect(pickLanguage(['de', 'constructor'])).toBe('en');
  expect(pickLanguage([])).toBe('en');
});

test('with the region of the reader', () => {
  expect(localeOf('es', ['en-US', 'es-MX'])).toBe('es-MX');
  expect(localeOf('en', ['ur-PK'])).toBe('en-GB');
  expect(localeOf('ur', [])).toBe('ur');
});
