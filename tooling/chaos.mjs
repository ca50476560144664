// `npm run chaos` and `npm run abuse`: builds servers, SDK and these tests, then runs them with what follows `--`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @param {string[]} args */
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

const [program = 'main', ...rest] = process.argv.slice(2);
run('tooling/build.mjs');
run('node_modules/@typescript/native/bin/tsc', '-b', 'chaos');
run(program === 'abuse' ? 'chaos/dist/abuse/main.js' : 'chaos/dist/main.js', ...rest);
