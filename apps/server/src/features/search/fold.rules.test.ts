import { describe, expect, it } from 'vitest';
import { fold, wordsOf, writtenWords } from './fold.rules.js';

describe('[SE4] folding', () => {
  it.each([
    ['Café CAMIÓN señal Ünïcode', 'cafe camion senal unicode'],
    ['أهلاً وسهلاً', 'اهلا وسهلا'],
    ['مدرسة', 'مدرسه'],
    ['على', 'علي'],
    ['کیا ہے', 'كيا هي'],
    ['٠١٢٣ ۴۵۶', '0123 456'],
    ['مُحَمَّد', 'محمد'],
    ['ــكتابــ', 'كتاب'],
    ['ﷺ', 'صلي الله عليه وسلم'],
    ['ＡＢＣ１２', 'abc12'],
    ['Łódź Øre', 'lodz ore'],
    ['ΟΔΟΣ', 'οδοσ'],
  ])('takes %s for %s', (text, folded) => expect(fold(text)).toBe(folded));
});

it('splits at everything that is no part of a word', () => {
  expect(wordsOf('Tap, sink—and «pump»; الماء،الحار؟ 👍🏽ok a-b 12.5')).toEqual([
    ...['tap', 'sink', 'and', 'pump', 'الماء', 'الحار', 'ok', '12', '5'],
  ]);
});

it('[SE5] knows where each word stands, in UTF-16 code units', () => {
  const text = '👍🏽 Café, مُحَمَّد!';
  expect(writtenWords(text).map(({ start, length }) => text.slice(start, start + length))).toEqual(['Café', 'مُحَمَّد']);
});
