import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../repository.mjs';
import { licencesPage, refusedLicences } from '../supply/licences.mjs';
import { lockedPackages } from '../supply/locked.mjs';
import { unnamedScripts } from '../supply/install-scripts.mjs';
import { checked } from './outcome.mjs';

/** Checks whose code comes in: licences that hosts can take, and install scripts that somebody named. */
export function checkSupply() {
  const packages = lockedPackages();
  const { allowScripts = {} } = /** @type {{ allowScripts?: Record<string, boolean> }} */ (
    JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  );
  const page = inRoot('docs', 'licences.md');
  const isCurrent = existsSync(page) && readFileSync(page, 'utf8') === licencesPage(packages);
  return checked([
    ...refusedLicences(packages),
    ...unnamedScripts(packages, allowScripts, readFileSync(inRoot('.npmrc'), 'utf8')),
    ...(isCurrent ? [] : ['docs/licences.md is behind package-lock.json: run `npm run licences`']),
  ]);
}
