/**
 * `npm run dev`: compiler, server and web application, each following the sources. The page is on port 5173, where Vite
 * passes API and sockets on to the server on port 8000. Ctrl-C, or the end of one of them, ends them all.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { constants } from 'node:os';
import { build } from './build/build.mjs';
import { copyAssets } from './build/server-files.mjs';
import { endWithNpm } from './parent-watch.mjs';
import { inRoot, root } from './repository.mjs';
import { toolEnvironment } from './run-command.mjs';

const patienceMs = 10_000;

/** @type {{ child: import('node:child_process').ChildProcess, passesSignalsOn: boolean }[]} */
const children = [];
let exitCode = 0;
let ending = false;

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, passesSignalsOn?: boolean }} [options] `passesSignalsOn`: the program tells its own children
 */
function follow(command, args, { cwd = root, passesSignalsOn = false } = {}) {
  // Groups of their own: a Ctrl-C reaches this process alone, which then ends each of them once and waits.
  const child = spawn(command, args, {
    cwd,
    env: toolEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  children.push({ child, passesSignalsOn });
  child.on('error', (error) => process.stderr.write(`${command}: ${error.message}\n`));
  child.on('close', (code) => {
    if (!ending) {
      process.stderr.write(`${[command, ...args].join(' ')} ended (exit code ${code}), so everything ends\n`);
      exitCode = code || 1;
      endAll();
    }
    if (children.every((other) => hasEnded(other.child))) process.exit(exitCode);
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const { child, passesSignalsOn } of children) {
    if (child.pid === undefined || hasEnded(child)) continue;
    // A server takes a second signal for impatience, so it must not come twice.
    const leaderAlone = passesSignalsOn && signal !== 'SIGKILL';
    try {
      process.kill(leaderAlone ? child.pid : -child.pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error; // it ended meanwhile
    }
  }
}

function endAll() {
  if (ending) return;
  ending = true;
  signalAll('SIGTERM');
  setTimeout(() => signalAll('SIGKILL'), patienceMs).unref();
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    exitCode ||= 128 + constants.signals[signal];
    endAll();
  });
}

endWithNpm();
await build();
follow('tsc', ['-b', '-w', '--preserveWatchOutput', 'apps/server', 'packages/react']);
follow(process.execPath, ['--watch', '--watch-preserve-output', '--enable-source-maps', 'apps/server/dist/main.js'], {
  passesSignalsOn: true,
});
follow('vite', [], { cwd: inRoot('apps', 'web') });
watch(inRoot('apps', 'server', 'src'), { recursive: true }, () => {
  if (!ending) copyAssets('apps/server');
});
