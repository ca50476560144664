/** How many tests passed, from the reports of Vitest and Playwright. */

/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * @param {number} passed
 * @param {number} failed
 * @param {string[]} notRun
 * @param {number} code of the runner: it fails for more than tests, such as an error outside of any
 * @returns {Outcome}
 */
function outcome(passed, failed, notRun, code) {
  const unexplained = code !== 0 && failed === 0;
  return {
    passed,
    failed: unexplained ? 1 : failed,
    notRun,
    output: unexplained ? `The test runner ended with ${code}, although no test failed; it says why above` : '',
  };
}

/**
 * @typedef {{ status: string, fullName: string }} VitestTest
 * @typedef {{ name: string, status: string, assertionResults: VitestTest[] }} VitestFile
 */

/**
 * @param {{ testResults: VitestFile[] } | undefined} report undefined when Vitest ended before it wrote one
 * @param {number} code its exit code
 * @returns {Outcome}
 */
export function countVitest(report, code) {
  if (!report) return outcome(0, 0, [], code || 1);
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failedTests = tests.filter((test) => test.status === 'failed').length;
  // A file that could not be loaded has no tests, and its failure counts as one.
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  );
  const notRun = tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName);
  return outcome(passed, failedTests + broken.length, notRun, code);
}

/**
 * @typedef {{ title: string, tests: { status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[] }} PlaywrightSpec
 * @typedef {{ specs: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * @param {PlaywrightSuite} suite
 * @returns {PlaywrightSpec[]}
 */
function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

/**
 * @param {{ suites: PlaywrightSuite[] } | undefined} report undefined when Playwright ended before it wrote one
 * @param {number} code its exit code
 * @returns {Outcome}
 */
export function countPlaywright(report, code) {
  if (!report) return outcome(0, 0, [], code || 1);
  const results = report.suites
    .flatMap(specsOf)
    .flatMap(({ title, tests }) => tests.map(({ status }) => ({ title, status })));
  const count = (/** @type {string[]} */ ...wanted) => results.filter(({ status }) => wanted.includes(status)).length;
  const notRun = results.filter(({ status }) => status === 'skipped').map(({ title }) => title);
  return outcome(count('expected'), count('unexpected', 'flaky'), notRun, code);
}
