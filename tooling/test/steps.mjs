/** The steps of `npm test`, in the order in which they run: what is fast and says most comes first. */
import { checkAsvs } from './check-asvs.mjs';
import { checkLockfile } from './check-lockfile.mjs';
import { checkNames } from './check-names.mjs';
import { checkPackage } from './check-package.mjs';
import { checkSizes } from './check-sizes.mjs';
import { checkSpec } from './check-spec.mjs';
import { checkSupply } from './check-supply.mjs';
import { checkWeight } from './check-weight.mjs';
import { playwright, program, vitest } from './program-steps.mjs';

/**
 * @typedef {object} Step
 * @property {string} name as `--only` takes it
 * @property {string} says one line for the reader
 * @property {string[]} [needs] steps that run before it, chosen or not
 * @property {(leftOut: string[]) => import('./outcome.mjs').Outcome | Promise<import('./outcome.mjs').Outcome>} run
 *   `leftOut`: files of tests that cannot run here, and are reported already
 */

/** @type {Step[]} */
const steps = [
  { name: 'format', says: 'every file is formatted', run: program('oxfmt', '--check') },
  { name: 'lint', says: 'the linter finds nothing', run: program('oxlint') },
  {
    name: 'imports',
    says: 'dependencies point one way',
    run: program('depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'packages'),
  },
  { name: 'types', says: 'sources, tests and tooling compile', run: program('tsc', '-b') },
  {
    name: 'deadcode',
    says: 'nothing is exported, declared or kept for nobody',
    run: program('knip', '--no-progress', '--no-config-hints'),
  },
  { name: 'names', says: 'names say what is in a file', run: checkNames },
  { name: 'size', says: 'sources can be read to their end', run: checkSizes },
  { name: 'spec', says: 'tests and the rules of SPEC.md name each other', run: checkSpec },
  { name: 'asvs', says: 'each line of the security checklist names tests that are there', run: checkAsvs },
  { name: 'lockfile', says: 'locked versions are safe ones', run: checkLockfile },
  { name: 'supply', says: 'licences are allowed, install scripts are named', run: checkSupply },
  { name: 'build', says: 'server and web application build', run: program(process.execPath, 'tooling/build.mjs') },
  {
    name: 'readme',
    says: 'generated parts of README.md are up to date',
    needs: ['build'],
    run: program(process.execPath, 'tooling/readme.mjs', '--check'),
  },
  { name: 'weight', says: 'the page is light enough for a cheap phone', needs: ['build'], run: checkWeight },
  { name: 'package', says: 'hosts can use the packages as they are', needs: ['build'], run: checkPackage },
  { name: 'small', says: 'pure logic', run: vitest('small') },
  { name: 'medium', says: 'the server with PostgreSQL and sockets', run: vitest('medium', 'medium-elsewhere') },
  {
    name: 'chaos',
    says: 'a short round of faults, and mutants that the checker has to see',
    needs: ['build'],
    run: vitest('chaos'),
  },
  { name: 'e2e', says: 'the built application in browsers', needs: ['build'], run: playwright },
];

/**
 * @param {string[] | undefined} names the chosen ones; all, if not given
 * @returns {Step[]} those and what they need
 */
export function chooseSteps(names) {
  if (!names) return steps;
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Error(`no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`);
  const needed = steps.filter((step) => names.includes(step.name)).flatMap((step) => step.needs ?? []);
  return steps.filter((step) => names.includes(step.name) || needed.includes(step.name));
}
