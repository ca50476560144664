/**
 * `npm run user`: people, from the command line. It is the build that the server runs, so an installation is never half
 * of one version and half of another; where nothing was built yet, it is built first.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './repository.mjs';

const program = inRoot('apps', 'server', 'dist', 'cli', 'user.js');
if (!existsSync(program)) {
  await import('./ensure-install.mjs');
  const { build } = await import('./build/build.mjs');
  await build();
}
await import(pathToFileURL(program).href);
