/** Packages whose scripts run when they are installed: each is named in package.json, allowed or not. */
import { nameOf } from './locked.mjs';

/**
 * @param {Record<string, import('./locked.mjs').Locked>} packages of the lockfile
 * @param {Record<string, boolean>} named `allowScripts` of package.json
 * @param {string} npmrc which makes npm refuse the others
 * @returns {string[]} what is wrong
 */
export function unnamedScripts(packages, named, npmrc) {
  const having = new Set(
    Object.entries(packages).flatMap(([path, entry]) => (entry.hasInstallScript ? [nameOf(path, entry)] : [])),
  );
  const strict = /^strict-allow-scripts=true$/m.test(npmrc);
  return [
    ...[...having]
      .filter((name) => named[name] === undefined)
      .map((name) => `${name} has an install script and is not named in allowScripts of package.json`),
    ...Object.keys(named)
      .filter((name) => !having.has(name))
      .map((name) => `allowScripts of package.json names ${name}, which has no install script`),
    ...(strict ? [] : ['.npmrc has to say strict-allow-scripts=true, so that npm refuses scripts that nobody named']),
  ];
}
