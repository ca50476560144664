/**
 * `npm start`: builds what changed and becomes the server. It is one process, so signals and exit code are the
 * server's own, and no wrapper can be killed without it. When npm is killed, it drains and ends as well.
 */
import { pathToFileURL } from 'node:url';
import { build } from './build/build.mjs';
import { endWithNpm } from './parent-watch.mjs';
import { inRoot } from './repository.mjs';

endWithNpm();
await build();
const main = inRoot('apps', 'server', 'dist', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
