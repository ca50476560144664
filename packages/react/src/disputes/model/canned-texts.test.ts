import { expect, test } from 'vitest';
import { fillCannedText, insertIntoDraft } from './canned-texts.js';

test('variables get the values of the case; what has none stays, and is named once', () => {
  const filled = fillCannedText('Hello {customer} and {provider}, about {job}: {price}, {price}. {unknown} {}', {
    customer: 'Ayesha',
    provider: 'Bilal {job}',
    job: '',
  });
  // A value is never filled again: a name may look like a variable.
  expect(filled.text).toBe('Hello Ayesha and Bilal {job}, about {job}: {price}, {price}. {unknown} {}');
  expect(filled.missing).toEqual(['job', 'price']);
});

test('a draft that was begun is kept', () => {
  expect(insertIntoDraft('', 'New')).toBe('New');
  expect(insertIntoDraft('Begun. \n', 'New')).toBe('Begun.\nNew');
});
