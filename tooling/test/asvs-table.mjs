/** The table of docs/security-asvs.md: which requirement, what is done about it, what shows it. */

const row = /^\| (\d+\.\d+\.\d+) +\| ([12]) +\| (.+?) +\| (.+?) +\|$/gm;
const ruleId = /\[([A-Z]{2}\d+)\]/g;
const test = /`([^`]+\.(?:test\.tsx?|test\.mjs|spec\.ts))`(?: “([^”]+)”)?/g;
/** Lines about what is not here, not decided here, or that no test can show. */
const needsNoTest = /^(?:n\/a|operator|not met|document|design)\b/;

/**
 * @param {Readonly<Record<string, string>>} levels by section, the level of each requirement
 * @returns {Map<string, string>} the requirements of levels 1 and 2, with their level
 */
function wanted(levels) {
  const all = Object.entries(levels).flatMap(([section, digits]) =>
    Array.from(digits, (level, place) => /** @type {const} */ ([`${section}.${place + 1}`, level])),
  );
  return new Map(all.filter(([, level]) => level !== '3'));
}

/**
 * @param {string} text of the page
 * @param {Readonly<Record<string, string>>} levels
 * @param {ReadonlySet<string>} rules of SPEC.md, each of which has a test
 * @param {(file: string) => string | undefined} read a file of the repository
 * @returns {string[]} what is wrong with it
 */
export function asvsProblems(text, levels, rules, read) {
  const left = wanted(levels);
  const problems = [];
  for (const [, number = '', level, how = '', shown = ''] of text.matchAll(row)) {
    if (left.get(number) !== level) problems.push(`${number} stands twice, or is no requirement of level ${level}`);
    left.delete(number);
    const named = Array.from(shown.matchAll(ruleId), ([, id]) => String(id));
    problems.push(
      ...named.filter((id) => !rules.has(id)).map((id) => `${number} names ${id}, which is not in SPEC.md`),
    );
    const tests = [...shown.matchAll(test)];
    for (const [, file = '', title] of tests) {
      const source = read(file);
      if (source === undefined) problems.push(`${number} names ${file}, which is not there`);
      else if (title === undefined || !source.includes(title))
        problems.push(`${number}: ${file} has no test “${title ?? ''}”`);
    }
    if (named.length + tests.length === 0 && !needsNoTest.test(how)) problems.push(`${number} is shown by nothing`);
  }
  return [...problems, ...Array.from(left.keys(), (number) => `${number} is missing`)];
}
