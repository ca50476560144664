import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from './read-config.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'stm-config-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('generates a secret outside production, once, readable by the owner alone', () => {
  const first = readConfig({ DATA_DIR: dataDir }).auth.jwtSecret;
  expect(first.length).toBeGreaterThanOrEqual(64);
  expect(readConfig({ DATA_DIR: dataDir }).auth.jwtSecret).toBe(first);
  expect(statSync(path.join(dataDir, 'jwt-secret')).mode & 0o777).toBe(0o600);
});
