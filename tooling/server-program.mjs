/**
 * Programs of the server's command line. They are of the build that the server runs, so an installation is never half of
 * one version and half of another; where nothing was built yet, it is built first.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './repository.mjs';

/** @param {string} name of the file in `apps/server/src/cli` */
export async function runServerProgram(name) {
  const program = inRoot('apps', 'server', 'dist', 'cli', `${name}.js`);
  if (!existsSync(program)) {
    await import('./ensure-install.mjs');
    const { build } = await import('./build/build.mjs');
    await build();
  }
  await import(pathToFileURL(program).href);
}
