/**
 * What a step of `npm test` found.
 *
 * @typedef {object} Outcome
 * @property {number} passed how many tests, or checks
 * @property {number} failed
 * @property {string[]} notRun what was left out, and why
 * @property {string} output what the reader needs to see of a failure; empty where the step wrote it itself
 */

/**
 * A check that is one thing: it holds or it does not.
 *
 * @param {string[]} problems
 * @param {string} [remarks] shown although it holds
 * @returns {Outcome}
 */
export function checked(problems, remarks = '') {
  const failed = problems.length > 0 ? 1 : 0;
  return { passed: 1 - failed, failed, notRun: [], output: [...problems, remarks].filter(Boolean).join('\n') };
}
