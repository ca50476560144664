/** `npm run jobs`: a process that sends pushes, mails and webhooks for servers with `JOBS_IN=worker`. */
import { pathToFileURL } from 'node:url';
import { build } from './build/build.mjs';
import { endWithNpm } from './parent-watch.mjs';
import { inRoot } from './repository.mjs';

endWithNpm();
await build();
const main = inRoot('apps', 'server', 'dist', 'jobs-main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
