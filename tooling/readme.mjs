/**
 * `npm run readme` writes the generated blocks of README.md from the built server; with `--check` it only says whether
 * they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { configTables } from './readme/config-tables.mjs';
import { fillBlocks } from './readme/fill-blocks.mjs';
import { inRoot } from './repository.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const file = inRoot('README.md');
const config = /** @type {{ variables: import('./readme/config-tables.mjs').Variable[] }} */ (
  await import(pathToFileURL(inRoot('apps', 'server', 'dist', 'config', 'read-config.js')).href)
);

const before = readFileSync(file, 'utf8');
const after = fillBlocks(before, { config: configTables(config.variables) });

if (after === before) process.stdout.write('README.md is up to date\n');
else if (values.check) {
  process.stderr.write('README.md is behind the code: run `npm run readme`\n');
  process.exitCode = 1;
} else {
  writeFileSync(file, after);
  process.stdout.write('README.md was updated\n');
}
