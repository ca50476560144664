import { expect, test } from 'vitest';
import { plainText } from './plain-text.js';

test.each([
  ['Bilal \u202eremittimda', 'Bilal remittimda'],
  ['\u2067A\u2069\u200f B', 'A B'],
  ['Ze\u0301\u0302\u0303\u0304\u0305\u0306\u0307lda', 'Ze\u0301\u0302\u0303lda'],
  ['two\nlines', 'two lines'],
  ['بِلَال', 'بِلَال'],
  ['Nguyễn', 'Nguyễn'],
  ['क्षत्रिय', 'क्षत्रिय'],
])('%j reads %j', (text, plain) => expect(plainText(text)).toBe(plain));
