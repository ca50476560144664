/**
 * `npm start`: builds what changed and becomes the server. It is one process, so signals, exit code and a kill -9 are
 * the server's own, and there is no wrapper to outlive.
 */
import { pathToFileURL } from 'node:url';
import { build } from './build/build.mjs';
import { inRoot } from './repository.mjs';

await build();
const main = inRoot('apps', 'server', 'dist', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
