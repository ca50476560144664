import { expect, test } from 'vitest';
import { shippedOnly } from './bill-of-materials.mjs';
import { unnamedScripts } from './install-scripts.mjs';
import { licencesPage, refusedLicences } from './licences.mjs';
import { lockedPackages, shippedPackages } from './locked.mjs';

const strict = 'strict-allow-scripts=true\n';
const integrity = 'sha512-x';
/** Two versions of one package, one of which is a tool's alone; a peer; a package under another name. */
const packages = {
  'apps/server': { dependencies: { web: '1', alias: '1' } },
  chaos: { dependencies: { tool: '1' } },
  'node_modules/web': {
    version: '1.0.0',
    license: 'MIT',
    integrity,
    dependencies: { inner: '1' },
    peerDependencies: { peer: '1' },
  },
  'node_modules/web/node_modules/inner': { version: '1.0.0', license: 'ISC', integrity },
  'node_modules/inner': { version: '2.0.0', license: 'CC0-1.0', integrity },
  'node_modules/peer': { version: '1.0.0', license: 'MIT', integrity },
  'node_modules/alias': { name: 'real', version: '3.0.0', license: 'MIT', integrity },
  'node_modules/tool': { version: '1.0.0', license: 'MIT', integrity, dependencies: { inner: '2' } },
};

test('what is shipped is what a server or page can load, in the version that it loads', () => {
  expect([...shippedPackages(packages)].sort()).toEqual([
    'node_modules/alias',
    'node_modules/peer',
    'node_modules/web',
    'node_modules/web/node_modules/inner',
  ]);
});

test('a licence that is not on the list is refused, one for tools alone only where it is shipped', () => {
  expect(refusedLicences(packages)).toEqual([]);
  const worse = {
    ...packages,
    'node_modules/peer': { ...packages['node_modules/peer'], license: 'CC0-1.0' },
    'node_modules/tool': { ...packages['node_modules/tool'], license: 'AGPL-3.0-only' },
    'node_modules/alias': { name: 'real', version: '3.0.0' },
  };
  expect(refusedLicences(worse)).toEqual([
    'node_modules/peer, which is shipped, is under CC0-1.0',
    'node_modules/alias, which is shipped, is under none named',
    'node_modules/tool is under AGPL-3.0-only',
  ]);
  expect(licencesPage(packages)).toContain('| MIT | 3 | peer, real, web |');
});

test('an install script has to be named, a name has to have one, and npm has to be told', () => {
  const having = { 'node_modules/web': { version: '1', hasInstallScript: true } };
  expect(unnamedScripts(having, { web: false }, strict)).toEqual([]);
  expect(unnamedScripts(having, {}, strict)).toHaveLength(1);
  expect(unnamedScripts(having, { web: true, gone: true }, strict)).toHaveLength(1);
  expect(unnamedScripts(having, { web: true }, '# strict-allow-scripts=true')).toHaveLength(1);
});

test('the bill of materials is what is shipped, and says when npm left something out', () => {
  const component = (/** @type {string} */ ref) => ({
    'bom-ref': ref,
    name: ref.split('@')[0] ?? '',
    version: ref.split('@')[1] ?? '',
  });
  const refs = ['web@1.0.0', 'inner@1.0.0', 'inner@2.0.0', 'peer@1.0.0', 'real@3.0.0', 'tool@1.0.0'];
  const bill = {
    metadata: { component: { ...component('folder@0.1.0'), type: 'library' } },
    components: refs.map(component),
    dependencies: [
      { ref: 'folder@0.1.0', dependsOn: refs },
      { ref: 'web@1.0.0', dependsOn: ['inner@1.0.0', 'tool@1.0.0'] },
    ],
  };
  const product = { name: 'stm-chat', version: '0.1.0' };
  const shipped = shippedOnly(bill, packages, product);
  expect(shipped.components.map(({ name, version }) => `${name}@${version}`)).toEqual([
    'web@1.0.0',
    'inner@1.0.0',
    'peer@1.0.0',
    'real@3.0.0',
  ]);
  expect(shipped.metadata.component).toMatchObject({ type: 'application', name: 'stm-chat' });
  expect(shipped.dependencies[1]).toEqual({ ref: 'web@1.0.0', dependsOn: ['inner@1.0.0'] });
  expect(() => shippedOnly({ ...bill, components: [] }, packages, product)).toThrow(/lacks web@1\.0\.0/);
});

test('of the real lockfile: what the server and the page load is in it, tools are not', () => {
  const real = lockedPackages();
  const names = [...shippedPackages(real)];
  for (const name of ['zod', 'react', 'nodemailer', 'fastify', 'pg', 'jose', 'socket.io', 'sharp'])
    expect(names.some((path) => path.endsWith(`node_modules/${name}`))).toBe(true);
  for (const name of ['vitest', 'fast-check', 'oxlint', '@playwright/test'])
    expect(names.some((path) => path.endsWith(`node_modules/${name}`))).toBe(false);
});
