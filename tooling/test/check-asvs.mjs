import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../repository.mjs';
import { asvsLevels } from './asvs-levels.mjs';
import { asvsProblems } from './asvs-table.mjs';
import { checked } from './outcome.mjs';
import { rulesOf } from './spec-rules.mjs';

/** Holds docs/security-asvs.md to what it says: a line for each requirement, and tests that are there. */
export function checkAsvs() {
  const read = (/** @type {string} */ file) =>
    existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : undefined;
  const rules = new Set(rulesOf(readFileSync(inRoot('packages/protocol/SPEC.md'), 'utf8')));
  return checked(asvsProblems(readFileSync(inRoot('docs/security-asvs.md'), 'utf8'), asvsLevels, rules, read));
}
