import { expect, test } from 'vitest';
import { isInstalled, isNeeded } from './installed-tree.mjs';
import { isNewEnough } from './node-version.mjs';

const otherPlatform = process.platform === 'linux' ? 'darwin' : 'linux';
const here = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] };
const elsewhere = { ...here, os: [otherPlatform] };

test('is installed when every needed package is there in its version', () => {
  const wanted = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/here': here,
    'node_modules/elsewhere': elsewhere,
  };
  const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/here': here };
  expect(isInstalled(wanted, installed)).toBe(true);
  expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(false);
  expect(isInstalled(wanted, { ...installed, 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  expect(isInstalled(wanted, { ...installed, 'node_modules/b': { version: '1.0.0' } })).toBe(false);
});

test('is not installed when it was installed for another platform, or not at all', () => {
  const wanted = { 'node_modules/elsewhere': elsewhere };
  expect(isInstalled(wanted, wanted)).toBe(false);
  expect(isInstalled({}, {})).toBe(false);
});

test('needs optional packages only on their own platform', () => {
  expect(isNeeded({ version: '1.0.0' })).toBe(true);
  expect(isNeeded(here)).toBe(true);
  expect(isNeeded(elsewhere)).toBe(false);
  expect(isNeeded({ ...here, os: [`!${process.platform}`] })).toBe(false);
  expect(isNeeded({ version: '1.0.0', optional: true })).toBe(false);
});

test.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['22.1.0', true],
  ['20.18.9', false],
  ['18.20.0', false],
])('Node %s is new enough: %s', (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});
