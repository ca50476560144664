import { expect, it } from 'vitest';
import { maskContacts } from '../content/contacts.rules.js';
import { shiftMentions } from './mentions.rules.js';

it('[MT3] mentions keep their place when something before them is masked', () => {
  const text = '@Ana call 612 345 678 or 612 345 679, @Omar knows ana@example.com @Sara';
  const at = (name: string, userId: number) => ({ userId, start: text.indexOf(name), length: name.length });
  const ruled = maskContacts(text);
  if (ruled === null) throw new Error('nothing was masked');
  const shifted = shiftMentions([at('@Ana', 1), at('@Omar', 2), at('@Sara', 3)], ruled.replaced);
  expect(shifted.map(({ userId, start, length }) => [userId, ruled.text.slice(start, start + length)])).toEqual([
    [1, '@Ana'],
    [2, '@Omar'],
    [3, '@Sara'],
  ]);
  expect(shiftMentions([at('345 678', 4)], ruled.replaced)).toEqual([]);
});
