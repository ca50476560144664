/** `npm run licences`: writes docs/licences.md from package-lock.json. */
import { writeFileSync } from 'node:fs';
import { inRoot } from './repository.mjs';
import { licencesPage } from './supply/licences.mjs';
import { lockedPackages } from './supply/locked.mjs';

writeFileSync(inRoot('docs', 'licences.md'), licencesPage(lockedPackages()));
process.stdout.write('docs/licences.md was written\n');
