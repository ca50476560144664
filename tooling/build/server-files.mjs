/** What the compiler leaves undone: copy what is not TypeScript, and remove what has lost its source. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot, listFiles } from '../repository.mjs';

const compiled = /\.tsx?$/;
const output = /\.(?:js|js\.map|d\.ts|d\.ts\.map)$/;
const notShipped = /\.md$/;

/**
 * Copies the other files of `src` to `dist`, where the running server looks for them (SQL, templates).
 *
 * @param {string} project folder of the project, such as apps/server
 * @returns {number} how many were new or different
 */
export function copyAssets(project) {
  let copied = 0;
  for (const file of listFiles(`${project}/src`)) {
    if (compiled.test(file) || notShipped.test(file)) continue;
    const target = inRoot(file.replace(`${project}/src`, `${project}/dist`));
    if (existsSync(target) && readFileSync(target).equals(readFileSync(inRoot(file)))) continue;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(inRoot(file), target);
    copied += 1;
  }
  return copied;
}

/**
 * Removes from `dist` what was built from a source that is gone: a migration that was renamed must not run twice.
 *
 * @param {string} project folder of the project
 * @returns {number} how many files went
 */
export function removeOrphans(project) {
  const dist = inRoot(project, 'dist');
  if (!existsSync(dist)) return 0;
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(dist.length + 1));
  const orphans = files.filter((file) => !hasSource(project, file));
  for (const file of orphans) rmSync(inRoot(project, 'dist', file));
  return orphans.length;
}

/**
 * @param {string} project
 * @param {string} file path in dist
 */
function hasSource(project, file) {
  const name = file.replace(output, '');
  const candidates = name === file ? [file] : [`${name}.ts`, `${name}.tsx`];
  return candidates.some((candidate) => existsSync(inRoot(project, 'src', candidate)));
}
