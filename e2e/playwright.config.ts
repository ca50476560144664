import { defineConfig } from '@playwright/test';
import { launchOptions } from './fixtures/browser.mjs';

export default defineConfig({
  testDir: '.',
  // `npm run e2e:full`: minutes, not seconds.
  testIgnore: 'full/**',
  grepInvert: /@full/,
  outputDir: '../test-results',
  // The servers, databases and browsers of several specs at once would time each other out on two cores.
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../.cache/test/e2e.json' }]],
  use: {
    trace: 'retain-on-failure',
    launchOptions,
  },
});
