/**
 * Makes node_modules what package-lock.json says, before `npm start`, `npm test` and `npm run dev`. Uses nothing that
 * has to be installed. A stamp tells when there is nothing to do, which then takes milliseconds.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isInstalled, isNeeded, lockedPackages } from './install/installed-tree.mjs';
import { isNewEnough, minimumNode } from './install/node-version.mjs';
import { npmCommand } from './install/npm-command.mjs';
import { withLock } from './lock.mjs';
import { elapsed, showProgress } from './progress.mjs';
import { inRoot } from './repository.mjs';
import { runCommand } from './run-command.mjs';

const lockfile = inRoot('package-lock.json');
const installedLockfile = inRoot('node_modules', '.package-lock.json');
const stampFile = inRoot('node_modules', '.install-stamp');

/** What native parts are built for. */
const machine = [process.platform, process.arch, process.versions.modules].join(' ');

/** What an installation depends on: the machine, and the versions asked for. */
function currentStamp() {
  return `${machine}\n${createHash('sha256').update(readFileSync(lockfile)).digest('hex')}\n`;
}

/** @returns {string | undefined} */
function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

function writeStamp() {
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(stampFile, currentStamp());
}

/** Whether somebody ran `npm ci` or `npm install` by hand since the stamp: then there is nothing to do again. */
function isInstalledByHand() {
  const stamp = readStamp();
  if (stamp !== undefined && !stamp.startsWith(`${machine}\n`)) return false;
  return isInstalled(lockedPackages(lockfile), lockedPackages(installedLockfile));
}

/** @returns {Promise<void>} */
async function install() {
  const names = Object.entries(lockedPackages(lockfile))
    .filter(([, entry]) => isNeeded(entry))
    .map(([name]) => name);
  const began = performance.now();
  process.stdout.write(
    `Installing the packages of package-lock.json with npm ci (a minute or two, only when it changes)\n`,
  );
  const stopProgress = showProgress(() => {
    const there = names.filter((name) => existsSync(inRoot(name))).length;
    return `installing: ${there} of ${names.length} packages are there, ${elapsed(began)}`;
  });
  const { command, args } = npmCommand();
  // No script of a package is needed: whatever starts PostgreSQL lays its links itself (database/embedded).
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'];
  const { code, output } = await runCommand(command, [...args, 'ci', ...options], {
    // With NODE_ENV=production npm would leave out what the build needs.
    env: { NODE_ENV: undefined },
  });
  stopProgress();
  if (code !== 0) {
    process.stderr.write(`${output}\nnpm ci failed (exit code ${code}). Its output is above.\n`);
    process.exit(code);
  }
  writeStamp();
  process.stdout.write(`Installed in ${elapsed(began)}\n`);
}

if (!isNewEnough(process.versions.node)) {
  process.stderr.write(
    `This needs Node ${minimumNode} or newer, and this is ${process.versions.node} (${process.execPath}).\n` +
      `Install a newer one from https://nodejs.org or with a version manager (nvm reads .nvmrc).\n`,
  );
  process.exit(1);
}
if (readStamp() !== currentStamp()) {
  await withLock('install', async () => {
    if (readStamp() === currentStamp()) return; // another process did it while this one waited
    if (isInstalledByHand()) writeStamp();
    else await install();
  });
}
