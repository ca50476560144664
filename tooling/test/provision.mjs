/** Installs what tests need from Debian, where that is possible, and says what is missing where it is not. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot, listFiles } from '../repository.mjs';
import { runCommand } from '../run-command.mjs';
import { tools } from './provision-list.mjs';

/** @typedef {import('./provision-list.mjs').Tool} Tool */

/** @param {Tool} tool */
function isThere(tool) {
  const given = tool.variable && process.env[tool.variable];
  return (given ? [given] : tool.places).some((place) => existsSync(place));
}

/**
 * Files of tests, and of what only tests use, that name a tool: these need it.
 *
 * @param {Tool} tool
 */
export function filesThatNeed({ name, users }) {
  return users.folders
    .flatMap((folder) => listFiles(folder))
    .filter((file) => users.files.test(file) && readFileSync(inRoot(file), 'utf8').includes(name));
}

function isDebianRoot() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/**
 * Runs apt-get, twice if it has to: mirrors fail for a moment, and another apt may hold the lock.
 *
 * @param {string[]} args
 */
async function aptGet(args) {
  const run = () =>
    runCommand('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3', ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      limitSeconds: 240,
    });
  const first = await run();
  return first.code === 0 ? first : run();
}

/**
 * Tests start servers themselves, on ports of their own, so the packages' services stay off: Debian asks this file
 * before it starts one.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withoutServices(work) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}

/** @param {Tool[]} missing */
async function installFromDebian(missing) {
  const packages = missing.map((tool) => tool.debianPackage);
  process.stdout.write(`Installing ${packages.join(', ')} with apt-get, for the tests\n`);
  const install = () => aptGet(['install', '--no-install-recommends', ...packages]);
  const result = await withoutServices(async () => {
    const update = await aptGet(['update']);
    return update.code === 0 ? install() : update;
  });
  if (result.code !== 0) process.stdout.write(`${result.output}\napt-get failed (exit code ${result.code})\n`);
}

/**
 * @typedef {object} Lack
 * @property {string} tool
 * @property {string} step that cannot run as it should
 * @property {string[]} files of that step which need the tool
 */

/**
 * @param {string[]} steps the steps that will run
 * @returns {Promise<Lack[]>} what is missing still
 */
export async function provision(steps) {
  const needed = tools.filter((tool) => steps.includes(tool.users.step) && filesThatNeed(tool).length > 0);
  const missing = needed.filter((tool) => !isThere(tool));
  if (missing.length > 0 && isDebianRoot()) await installFromDebian(missing);
  return missing
    .filter((tool) => !isThere(tool))
    .map((tool) => ({ tool: tool.name, step: tool.users.step, files: filesThatNeed(tool) }));
}
