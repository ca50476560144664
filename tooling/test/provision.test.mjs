import { expect, test } from 'vitest';
import { filesThatNeed } from './provision.mjs';
import { tools } from './provision-list.mjs';

test.each([
  ['pgbouncer', 'apps/server/src/database/pooler.medium.test.ts'],
  ['postgresql-15', 'apps/server/src/testing/on-postgresql-15.medium.test.ts'],
  ['chromium', 'e2e/fixtures/browser.mjs'],
])('%s is needed where it is named, and nowhere else', (name, file) => {
  const tool = tools.find((candidate) => candidate.name === name);
  const files = tool ? filesThatNeed(tool) : [];
  expect(files).toContain(file);
  expect(files).not.toContain('apps/server/src/database/database.medium.test.ts');
});
