/** The numbered rules of packages/protocol/SPEC.md, and the test titles that name them. */

const rule = /^- \[([A-Z]{2}\d+)\] /gm;
const anyId = /\[[A-Z]{2}\d+[^\]\n]{0,40}\]/g;
const titleWithIds = /(['"`])((?:\[[A-Z]{2}\d+\])+) \S/g;

/**
 * @param {string} spec
 * @returns {string[]} the numbers of the rules, in order
 */
export function rulesOf(spec) {
  return Array.from(spec.matchAll(rule), ([, id]) => String(id));
}

/**
 * @param {string} source of a test
 * @returns {{ named: string[], misplaced: string[] }} the rules that titles begin with, and numbers that stand elsewhere
 *   or are written another way, where nobody finds them
 */
export function rulesNamedIn(source) {
  const titles = Array.from(source.matchAll(titleWithIds), ([, , ids]) => String(ids));
  const rest = source.replaceAll(titleWithIds, '');
  return {
    named: titles.flatMap((ids) => ids.slice(1, -1).split('][')),
    misplaced: Array.from(rest.matchAll(anyId), ([id]) => id),
  };
}
