/**
 * `npm test`: every check there is, one after the other, all of them even after one failed. `npm test -- --only
 * lint,small` runs some. The last line is `N passed, N failed` and the exit code says the same.
 */
import { parseArgs } from 'node:util';
import { elapsed } from './progress.mjs';
import { checked } from './test/outcome.mjs';
import { provision } from './test/provision.mjs';
import { chooseSteps } from './test/steps.mjs';

/**
 * @typedef {import('./test/outcome.mjs').Outcome} Outcome
 * @typedef {import('./test/steps.mjs').Step} Step
 */

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @returns {Step[]} */
function stepsFromCommandLine() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' } } });
    return chooseSteps(values.only?.split(','));
  } catch (error) {
    process.stderr.write(`npm test: ${/** @type {Error} */ (error).message}\n`);
    process.exit(2);
  }
}

/**
 * @param {Step} step
 * @param {string[]} leftOut
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(step, leftOut) {
  try {
    return await step.run(leftOut);
  } catch (error) {
    // A check that breaks down has not passed, and the others still have to run.
    return checked([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}

/**
 * @param {Step} step
 * @param {string[]} leftOut
 */
async function runStep(step, leftOut) {
  const began = performance.now();
  say(`\n── ${step.name}: ${step.says}`);
  const outcome = await outcomeOf(step, leftOut);
  if (outcome.output) say(outcome.output);
  const verdict = outcome.failed > 0 ? 'FAILED' : 'ok';
  const summary = `${verdict.padEnd(6)}  ${step.name.padEnd(9)} ${elapsed(began).padStart(8)}  ${outcome.passed} of ${outcome.passed + outcome.failed}`;
  say(summary);
  return { ...outcome, summary };
}

const chosen = stepsFromCommandLine();
const began = performance.now();
const missing = await provision(chosen.map((step) => step.name));

/** @type {(Outcome & { summary: string })[]} */
const results = [];
for (const step of chosen) {
  const lacks = missing.filter((entry) => entry.step === step.name);
  // Without its browser nothing of that step can pass, and saying so once is enough.
  if (step.name === 'e2e' && lacks.length > 0) continue;
  results.push(
    await runStep(
      step,
      lacks.flatMap(({ files }) => files),
    ),
  );
}

const notRun = [
  ...missing.map(({ tool, step, files }) => {
    const tests = files.filter((file) => file.endsWith('.test.ts')).join(', ');
    return `tests of ${step} that need ${tool}, which is not installed${tests && `: ${tests}`}`;
  }),
  ...results.flatMap((result) => result.notRun),
];
const sum = (/** @type {'passed' | 'failed'} */ key) => results.reduce((total, result) => total + result[key], 0);
// Whoever runs this for others must not take a machine without the tools for a success.
const failed = sum('failed') + (process.env['CI'] ? notRun.length : 0);

say(`\n── all steps, ${elapsed(began)}`);
for (const { summary } of results) say(summary);
for (const text of notRun) say(`not run: ${text}`);
say(`${sum('passed')} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
