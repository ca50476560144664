import { describe, expect, test } from 'vitest';
import { createTranslate } from './translate.js';

const catalogue = {
  hello: 'Hello {{name}}',
  unread_one: '{{count}} unread message',
  unread_other: '{{count}} unread messages',
} as const;

describe('translate', () => {
  const t = createTranslate('en', catalogue);

  test('fills placeholders and leaves unknown ones visible', () => {
    expect(t('hello', { name: 'Ayesha' })).toBe('Hello Ayesha');
    expect(t('hello', {})).toBe('Hello {{name}}');
  });

  test('takes a value as text, whatever is in it', () => {
    expect(t('hello', { name: '{{name}} $& <b>' })).toBe('Hello {{name}} $& <b>');
  });

  test('picks the plural form and groups digits', () => {
    expect(t('unread', { count: 1 })).toBe('1 unread message');
    expect(t('unread', { count: 1200 })).toBe('1,200 unread messages');
  });

  test('uses the categories of the language', () => {
    const arabic = createTranslate('ar', { unread_two: 'اثنتان', unread_few: 'قليلة', unread_other: 'أخرى' });
    expect([2, 5, 100].map((count) => arabic('unread', { count }))).toEqual(['اثنتان', 'قليلة', 'أخرى']);
  });
});
