/** Where things are in this repository. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {...string} parts of a path below the root */
export function inRoot(...parts) {
  return join(root, ...parts);
}

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage', 'test-results', 'playwright-report']);

/**
 * Every file below a folder, as paths from the root with forward slashes, sorted. Leaves out what is installed, built
 * or hidden. None, for a folder that is not there.
 *
 * @param {string} folder path from the root
 * @returns {string[]}
 */
export function listFiles(folder) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} path */
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
      const child = join(path, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (entry.isFile()) found.push(relative(root, child).split(sep).join('/'));
    }
  };
  if (existsSync(inRoot(folder))) visit(inRoot(folder));
  return found.sort();
}
