import { defineConfig } from '@playwright/test';
import every from '../playwright.config.js';

const PORT = 5176;
const STORIES_PORT = 5177;

/** `npm run e2e:full`: the application over a world in memory, in every state, scheme, language and width. */
export default defineConfig({
  ...every,
  testDir: '.',
  testIgnore: [],
  outputDir: '../../test-results/full',
  reporter: 'list',
  use: { ...every.use, baseURL: `http://localhost:${PORT}` },
  webServer: [
    {
      command: `node tooling/stories.mjs --built --port ${PORT}`,
      cwd: '../..',
      url: `http://localhost:${PORT}/demo.html`,
      reuseExistingServer: false,
      timeout: 180_000,
    },
    {
      command: `node tooling/stories.mjs --port ${STORIES_PORT}`,
      cwd: '../..',
      url: `http://localhost:${STORIES_PORT}/stories.html`,
      reuseExistingServer: false,
      timeout: 180_000,
    },
  ],
});
