import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot, listFiles } from '../repository.mjs';

/** Of what there is one on the page, or none; never of rows, of lines of the list, or of the page itself. */
const FEW = [
  /^\.theme__option:has/,
  /^\.field:has/,
  /^\.stm-state-filter:has/,
  /^\.stm-dialog__head/,
  /^\.stm-bubble\[data-files/,
];

test('no style sheet asks :has() of what stands on the page many times: each message would have all of them looked at again', () => {
  const asked = ['packages/react/src', 'apps/web/src']
    .flatMap(listFiles)
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) => readFileSync(inRoot(file), 'utf8').match(/^[^@{}*/]*:has\([^{}]*(?=\{)/gm) ?? [])
    .map((selector) => selector.trim());
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((selector) => !FEW.some((few) => few.test(selector)))).toEqual([]);
});
