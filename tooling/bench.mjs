// `npm run bench`: builds the server and the benchmark, then runs it with what follows `--`; `npm run bench:search`
// and `npm run bench:backup` others of its programs, which are named first.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @param {string[]} args */
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run('tooling/build.mjs');
run('node_modules/@typescript/native/bin/tsc', '-b', 'bench');
const [first, ...rest] = process.argv.slice(2);
if (first !== undefined && ['search', 'backup', 'scale', 'cluster', 'reconnect'].includes(first))
  run(`bench/dist/${first}-main.js`, ...rest);
else run('bench/dist/main.js', ...process.argv.slice(2));
