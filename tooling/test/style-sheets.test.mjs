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

test('the components style nothing of a host’s page: every selector has a class of theirs, and its root gets variables alone', () => {
  const sheets = listFiles('packages/react/src').filter((file) => file.endsWith('.css'));
  const rules = sheets.flatMap((file) =>
    [
      ...readFileSync(inRoot(file), 'utf8')
        .replace(/\/\*[^]*?\*\//g, '')
        .matchAll(/([^{};]+)\{([^{}]*)/g),
    ].map(([, selector = '', body = '']) => ({ selector: selector.trim(), body })),
  );
  expect(rules.length).toBeGreaterThan(300);
  const foreign = rules
    .filter(({ selector }) => !/^(@|from$|to$|\d+%)/.test(selector))
    .flatMap(({ selector, body }) => selector.split(/,(?![^(]*\))/).map((each) => ({ selector: each.trim(), body })))
    .filter(({ selector }) => !selector.includes('.stm-'));
  const variables = /^(\s*--[\w-]+:[^;]*;)*\s*$/;
  expect(foreign.filter(({ body }) => !variables.test(body))).toEqual([]);
  expect(new Set(foreign.map(({ selector }) => selector))).toEqual(new Set([':where(:root)']));
});
