import { describe, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './reports.mjs';

/** @param {...string} statuses */
function file(...statuses) {
  const assertionResults = statuses.map((status, place) => ({ status, fullName: `test ${place}` }));
  return { name: 'a.test.ts', status: statuses.includes('failed') ? 'failed' : 'passed', assertionResults };
}

describe('countVitest', () => {
  test('counts tests, and names those that were left out', () => {
    const report = { testResults: [file('passed', 'failed'), file('passed', 'skipped', 'todo')] };
    expect(countVitest(report, 1)).toMatchObject({ passed: 2, failed: 1, notRun: ['test 1', 'test 2'] });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [{ ...file(), status: 'failed' }, file('passed', 'failed')] };
    expect(countVitest(report, 1)).toMatchObject({ passed: 1, failed: 2 });
  });

  test('counts an error outside of any test as a failure', () => {
    const outcome = countVitest({ testResults: [file('passed')] }, 1);
    expect(outcome).toMatchObject({ passed: 1, failed: 1 });
    expect(outcome.output).toContain('ended with 1');
  });

  test.each([0, 1])('counts a run without a report as a failure, with exit code %i', (code) => {
    expect(countVitest(undefined, code)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('countPlaywright', () => {
  test('counts specs at every depth; a flaky one has failed', () => {
    /** @param {'expected' | 'unexpected' | 'flaky' | 'skipped'} status */
    const spec = (status) => ({ title: status, tests: [{ status }] });
    const report = {
      suites: [
        { specs: [spec('expected')], suites: [{ specs: [spec('unexpected'), spec('flaky'), spec('skipped')] }] },
      ],
    };
    expect(countPlaywright(report, 1)).toMatchObject({ passed: 1, failed: 2, notRun: ['skipped'] });
  });
});
