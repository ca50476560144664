import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRoot } from '../repository.mjs';

const PAGE = readFileSync(inRoot('docs', 'experience.md'), 'utf8');

/** The lines of the tables: what is expected, and what keeps it. */
const lines = PAGE.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| expectation'))
  .map((line) => line.split('|').slice(1, -1))
  .map(([expected = '', ...kept]) => ({ expected: expected.trim(), kept: kept.join('|') }));

/** @param {string} kept @returns {string[]} the tests that are named; "`x.test.ts` beside it" is in the folder before */
function filesIn(kept) {
  let folder = '';
  return [...kept.matchAll(/`([^`]+\.(?:spec|test)\.tsx?)`/g)].map(([, name = '']) => {
    const near = name.includes('/') ? [name, `packages/react/src/${name}`] : [`${folder}/${name}`];
    const found = near.find((file) => existsSync(inRoot(file))) ?? name;
    folder = path.dirname(found);
    return found;
  });
}

describe('what people expect of a chat', () => {
  test('there are lines', () => expect(lines.length).toBeGreaterThan(50));

  test.each(lines)('$expected', ({ kept }) => {
    const files = filesIn(kept);
    const reason = /\bleft out\b|\bnot there yet\b/i.test(kept);
    expect(files.length > 0 || reason, 'a test, or why there is none').toBe(true);
    for (const file of files) expect(existsSync(inRoot(file)), `${file} is there`).toBe(true);
  });
});
