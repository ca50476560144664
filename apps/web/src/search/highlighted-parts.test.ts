import { expect, it } from 'vitest';
import { cutAround, partsOf } from './highlighted-parts.js';

const marked = (text: { text: string; ranges: readonly { start: number; length: number }[] }) =>
  partsOf(text)
    .filter((part) => part.marked)
    .map((part) => part.text);

it('marks what was found, and loses nothing of the text', () => {
  const text = 'The sink and the boiler';
  const ranges = [
    { start: 4, length: 4 },
    { start: 17, length: 6 },
  ];
  const parts = partsOf({ text, ranges });
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(marked({ text, ranges })).toEqual(['sink', 'boiler']);
});

it('shows of a long text what is around the first mark', () => {
  const text = `${'word '.repeat(200)}needle ${'word '.repeat(200)}needle`;
  const at = text.indexOf('needle');
  const cut = cutAround(text, [
    { start: at, length: 6 },
    { start: text.lastIndexOf('needle'), length: 6 },
  ]);
  expect(cut.text.length).toBeLessThan(240);
  expect(cut.text.startsWith('… word')).toBe(true);
  expect(marked(cut)).toEqual(['needle']);
});

it('cuts no character in two', () => {
  const text = '👍'.repeat(300);
  expect(cutAround(text, [{ start: 200, length: 2 }]).text.isWellFormed()).toBe(true);
});
