import { describe, expect, test } from 'vitest';
import { begunAt, complete, type CompletionSource } from './completion.js';

const nothing = () => Promise.resolve([]);
const emoji: CompletionSource = { mark: ':', least: 2, find: nothing, whole: () => Promise.resolve(undefined) };
const people: CompletionSource = { mark: '@', least: 0, find: nothing };
const sources = [emoji, people];

/** The text with a bar where the caret is. */
function begun(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, begun: begunAt(text, caret, sources) };
}

describe('a begun word', () => {
  test.each([
    ['hello :smi|', ':', 'smi'],
    [':sm|ile', ':', 'sm'],
    ['a\n:دل|', ':', 'دل'],
    ['hi @|', '@', ''],
    ['hi @bil|al', '@', 'bil'],
  ])('%s', (text, mark, query) => {
    expect(begun(text).begun).toMatchObject({ source: { mark }, query, closed: false });
  });

  test.each(['at 10:30|', 'http://x|', ':s|', ':|', 'mail@example|', ': smi|', `:${'x'.repeat(60)}|`, 'a::b|', ''])(
    '%s is none',
    (text) => {
      expect(begun(text.includes('|') ? text : '|').begun).toBeUndefined();
    },
  );

  test('a word between two marks is whole', () => {
    expect(begun('ok :smile:|').begun).toMatchObject({ query: 'smile', closed: true });
    expect(begun('ok ::|').begun).toBeUndefined();
  });
});

test('what is chosen takes the place of what was typed, and the caret stands behind it', () => {
  const { text, begun: found } = begun('well :smi| done');
  expect(found === undefined ? undefined : complete(text, found, '😄')).toEqual({ text: 'well 😄 done', caret: 7 });
});
