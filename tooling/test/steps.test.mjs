import { expect, test } from 'vitest';
import { chooseSteps } from './steps.mjs';

/** @param {string[] | undefined} names */
function chosen(names) {
  return chooseSteps(names).map((step) => step.name);
}

test('runs every step when none is chosen', () => {
  expect(chosen(undefined)).toEqual(expect.arrayContaining(['format', 'lint', 'small', 'medium', 'e2e']));
});

test('runs the chosen steps in their own order, after those that they need', () => {
  expect(chosen(['e2e', 'lint'])).toEqual(['lint', 'build', 'e2e']);
});

test('refuses a step that there is not, and names those that there are', () => {
  expect(() => chooseSteps(['lint', 'tests'])).toThrow(/no step tests; there are format, lint/);
});
