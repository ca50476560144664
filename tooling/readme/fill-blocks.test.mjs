import { expect, test } from 'vitest';
import { configTables } from './config-tables.mjs';
import { fillBlocks } from './fill-blocks.mjs';

const text = 'before\n<!-- generated: a -->\nold\n<!-- end: a -->\nafter\n';

test('replaces what is between the marks, and gives the same when done again', () => {
  const once = fillBlocks(text, { a: 'new $& text' });
  expect(once).toBe('before\n<!-- generated: a -->\n\nnew $& text\n\n<!-- end: a -->\nafter\n');
  expect(fillBlocks(once, { a: 'new $& text' })).toBe(once);
});

test('refuses a block that is not in the text, and one that nothing makes', () => {
  expect(() => fillBlocks('no marks', { a: 'x' })).toThrow(/no block/);
  expect(() => fillBlocks(text, {})).toThrow(/nothing generates the block a/);
});

test('makes a table a topic, with pipes escaped and no empty cells', () => {
  const variable = { topic: 'Server', name: 'PORT', type: 'a | b', default: '', description: 'The port.' };
  const tables = configTables([variable, { ...variable, topic: 'Other', default: '1' }]);
  expect(tables).toContain('| `PORT` | a \\| b | – | The port. |');
  expect(tables.match(/^\*\*/gm)).toHaveLength(2);
});
