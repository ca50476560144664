/** Is what the lockfile asks for installed? Read from npm's own record, node_modules/.package-lock.json. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lockfile
 */

/**
 * @param {string} path
 * @returns {Record<string, Entry>}
 */
export function lockedPackages(path) {
  try {
    const { packages = {} } = /** @type {Lockfile} */ (JSON.parse(readFileSync(path, 'utf8')));
    return Object.fromEntries(Object.entries(packages).filter(([key]) => key.includes('node_modules/')));
  } catch {
    return {}; // no such file, or half of one: nothing is known to be installed
  }
}

/**
 * @param {string[] | undefined} allowed such as `["linux"]` or `["!win32"]`
 * @param {string} value
 */
function fits(allowed, value) {
  if (!allowed || allowed.length === 0) return true;
  const refused = allowed.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  return refused.length > 0 ? !refused.includes(value) : allowed.includes(value);
}

/** @param {Entry} entry */
function isForThisMachine(entry) {
  if (!fits(entry.os, process.platform) || !fits(entry.cpu, process.arch)) return false;
  return process.platform !== 'linux' || !entry.libc || fits(entry.libc, libcName());
}

/** @type {string | undefined} */
let libc;

/** Asked for once: a report takes tens of milliseconds. */
function libcName() {
  const report = () => /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  libc ??= report().header.glibcVersionRuntime ? 'glibc' : 'musl';
  return libc;
}

/**
 * Whether a package has to be there. Optional ones that name a platform are needed on that platform; the other optional
 * ones are what those depend on, and come and go with them.
 *
 * @param {Entry} entry
 */
export function isNeeded(entry) {
  if (!entry.optional) return true;
  return Boolean(entry.os || entry.cpu || entry.libc) && isForThisMachine(entry);
}

/**
 * Whether every package of the lockfile that this machine needs is there in its version, and none of another platform.
 *
 * @param {Record<string, Entry>} wanted
 * @param {Record<string, Entry>} installed
 */
export function isInstalled(wanted, installed) {
  const present = Object.entries(installed);
  if (present.length === 0) return false;
  const complete = Object.entries(wanted).every(([key, entry]) => {
    const there = installed[key];
    return there ? there.version === entry.version : !isNeeded(entry);
  });
  return complete && present.every(([key, entry]) => wanted[key] !== undefined && isForThisMachine(entry));
}
