/** What package-lock.json holds, and which of it reaches those who run the product. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../repository.mjs';

/**
 * @typedef {object} Locked
 * @property {string} [name] where the folder has another one
 * @property {string} [version]
 * @property {string} [license]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {boolean} [link]
 * @property {boolean} [hasInstallScript]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/** Workspaces that run at a host or in a browser; the others measure, break and build. */
const shippedWorkspaces = ['apps/server', 'apps/web', 'packages/protocol', 'packages/client', 'packages/react'];

/** @returns {Record<string, Locked>} by their folder below the root */
export function lockedPackages() {
  return JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
}

/**
 * @param {string} path of a package in the lockfile
 * @param {Locked} entry
 */
export function nameOf(path, entry) {
  return entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/**
 * Where Node finds a package: in the nearest `node_modules` upwards.
 *
 * @param {Record<string, Locked>} packages
 * @param {string} from folder of the package that asks
 * @param {string} name
 * @returns {string | undefined}
 */
function resolve(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder}${folder === '' ? '' : '/'}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/** @param {Locked} entry */
function needsOf(entry) {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(entry.dependencies ?? {}), ...Object.keys(entry.optionalDependencies ?? {}), ...peers];
}

/**
 * Everything that is installed where the product runs, of every platform: what the shipped workspaces depend on, and so on.
 *
 * @param {Record<string, Locked>} packages
 * @returns {Set<string>} folders of the lockfile
 */
export function shippedPackages(packages) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [...shippedWorkspaces];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const name of needsOf(packages[folder] ?? {})) {
      const path = resolve(packages, folder, name);
      if (path === undefined || packages[path]?.link || found.has(path)) continue;
      found.add(path);
      waiting.push(path);
    }
  }
  return found;
}
