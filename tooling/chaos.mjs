// `npm run chaos`: builds servers, SDK and the fault tests, then runs them with what follows `--`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @param {string[]} args */
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run('node_modules/@typescript/native/bin/tsc', '-b', 'apps/server', 'chaos');
run('chaos/dist/main.js', ...process.argv.slice(2));
