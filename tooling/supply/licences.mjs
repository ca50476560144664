/** Which licences may come in, and docs/licences.md. */
import { nameOf, shippedPackages } from './locked.mjs';

/** Nothing that is shipped under these asks more of a host than to keep the notice. */
const permissive = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
];

/**
 * Licences that ask for more, and of whom they are taken all the same.
 *
 * @type {Record<string, { names: RegExp, why: string }>}
 */
const weakCopyleft = {
  'MPL-2.0': {
    names: /^(?:web-push|mediabunny|axe-core|@axe-core\/playwright|lightningcss(?:-.+)?)$/,
    why: 'used as published, unchanged: the licence covers its own files',
  },
  'LGPL-3.0-or-later': { names: /^@img\/sharp-libvips-/, why: 'libvips, a library of its own that can be replaced' },
  'Apache-2.0 AND LGPL-3.0-or-later': { names: /^@img\/sharp-/, why: 'sharp with libvips in one file' },
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT': { names: /^@img\/sharp-/, why: 'sharp with libvips in one file' },
};

/** For tools that are never shipped. */
const forTools = ['CC0-1.0', '(MIT OR CC0-1.0)', '(MIT OR EUPL-1.1+)'];

/**
 * Packages whose package.json does not name a licence where the lockfile looks, read by hand.
 *
 * @type {Record<string, string>}
 */
const readByHand = {
  'combine-errors@3.0.3': 'MIT', // at the end of its Readme.md
  'xmlhttprequest-ssl@2.1.2': 'MIT', // its LICENSE, and `licenses` in its package.json
};

/** @typedef {import('./locked.mjs').Locked} Locked */

/**
 * @param {string} path
 * @param {Locked} entry
 */
function licenceOf(path, entry) {
  return entry.license ?? readByHand[`${nameOf(path, entry)}@${entry.version}`] ?? 'none named';
}

/**
 * @param {Record<string, Locked>} packages of the lockfile
 * @returns {string[]} packages whose licence is not one of those above
 */
export function refusedLicences(packages) {
  const shipped = shippedPackages(packages);
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return [];
    const [name, licence] = [nameOf(path, entry), licenceOf(path, entry)];
    if (permissive.includes(licence) || weakCopyleft[licence]?.names.test(name)) return [];
    if (!shipped.has(path) && forTools.includes(licence)) return [];
    return [`${path}${shipped.has(path) ? ', which is shipped,' : ''} is under ${licence}`];
  });
}

/**
 * @param {Record<string, Locked>} packages
 * @param {boolean} ofShipped
 */
function table(packages, ofShipped) {
  const shipped = shippedPackages(packages);
  /** @type {Map<string, Set<string>>} */
  const names = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || entry.link || shipped.has(path) !== ofShipped) continue;
    const licence = licenceOf(path, entry);
    names.set(licence, (names.get(licence) ?? new Set()).add(nameOf(path, entry)));
  }
  const rows = [...names]
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([licence, all]) => {
      const why = weakCopyleft[licence]?.why;
      return `| ${licence} | ${all.size} | ${[...all].sort().join(', ')}${why === undefined ? '' : ` (${why})`} |`;
    });
  return ['| licence | packages | |', '| --- | ---: | --- |', ...rows].join('\n');
}

/**
 * @param {Record<string, Locked>} packages
 * @returns {string} docs/licences.md
 */
export function licencesPage(packages) {
  return (
    [
      '# Licences of what STM Chat uses',
      'STM Chat itself is under the [MIT licence](../LICENSE). This page is made from `package-lock.json` by `npm run licences`; `npm test -- --only supply` refuses it when it is behind, and a package under a licence that is not on the list in `tooling/supply/licences.mjs`.',
      '## Shipped: on the server, in the page, in the packages',
      table(packages, true),
      '## Tools: for building, testing and measuring alone',
      table(packages, false),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
