import { describe, expect, it } from 'vitest';
import { saysLittleBeside } from './password-words.js';

const words = ['Hausmeister GmbH', 'chat.hausmeister.example', 'Ann-Marie Özil', 'ann.marie@example.com'];

describe('[AU34] a password', () => {
  it.each([
    'Hausmeister2026',
    'hausmeister-gmbh!',
    'annmarie1990',
    'Özil.ann.marie.12',
    'chatHAUSMEISTERchat',
    'example.com-example.com',
    '!!!!!!!!!!!!',
    'ＨＡＵＳＭＥＩＳＴＥＲ12',
  ])('of names that everybody knows: %s', (password) => expect(saysLittleBeside(words, password)).toBe(true));

  it.each([
    'hausmeister kettle sings',
    'a plan with Ann and the annex',
    'correct horse battery',
    'ann1marie2three4five',
  ])('with enough of its own: %s', (password) => expect(saysLittleBeside(words, password)).toBe(false));

  it('is its own where nothing is known', () => expect(saysLittleBeside(['', '-', 'ab'], 'abababab')).toBe(false));
});
