/** The numbered rules of packages/protocol/SPEC.md, and the test titles that name them. */

const rule = /^- \[([A-Z]{2}\d+)\] /gm;
const anyId = /\[[A-Z]{2}\d+[^\]\n]{0,40}\]/g;
const titleWithIds = /(['"`])((?:\[[A-Z]{2}\d+\])+) \S/g;
const comment = /(?<=^|\s)\/\/.*$|\/\*[^]*?\*\//gm;

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
 *   or are written another way, where nobody finds them; a comment may name what it likes
 */
export function rulesNamedIn(source) {
  const code = source.replaceAll(comment, '');
  const titles = Array.from(code.matchAll(titleWithIds), ([, , ids]) => String(ids));
  const rest = code.replaceAll(titleWithIds, '');
  return {
    named: titles.flatMap((ids) => ids.slice(1, -1).split('][')),
    misplaced: Array.from(rest.matchAll(anyId), ([id]) => id),
  };
}
