import { expect, test } from 'vitest';
import { asvsProblems } from './asvs-table.mjs';

const levels = { 1.1: '132', 2.1: '2' };
const rules = new Set(['AU1']);
const read = (/** @type {string} */ file) => (file === 'a.test.ts' ? "it('does so', …)" : undefined);
const page = (/** @type {string[]} */ ...rows) => rows.map((row) => `| ${row} |`).join('\n');
const good = ['1.1.1 | 1 | how | [AU1]', '1.1.3 | 2 | how | `a.test.ts` “does so”', '2.1.1 | 2 | n/a: none | –'];

test('every line of levels 1 and 2 has what shows it', () => {
  expect(asvsProblems(page(...good), levels, rules, read)).toEqual([]);
});

test.each([
  ['a missing line', [good[0] ?? '', good[1] ?? ''], '2.1.1 is missing'],
  ['a line twice', [...good, good[0] ?? ''], '1.1.1 stands twice'],
  ['a line of level 3', [...good, '1.1.2 | 2 | how | [AU1]'], '1.1.2 stands twice, or is no requirement'],
  ['a rule that is none', [...good.slice(1), '1.1.1 | 1 | how | [AU9]'], 'AU9, which is not in SPEC.md'],
  ['a file that is gone', [...good.slice(1), '1.1.1 | 1 | how | `b.test.ts` “x”'], 'b.test.ts, which is not there'],
  ['a title that is gone', [...good.slice(1), '1.1.1 | 1 | how | `a.test.ts` “does not”'], 'no test “does not”'],
  ['nothing', [...good.slice(1), '1.1.1 | 1 | how | –'], '1.1.1 is shown by nothing'],
])('%s is said', (_, rows, problem) => {
  expect(asvsProblems(page(...rows), levels, rules, read).join('\n')).toContain(problem);
});
