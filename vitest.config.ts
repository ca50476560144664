import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Workspace packages are tested as sources, so that a test never meets a stale build. */
const source = 'source';
/** What is not bundled Node loads, which knows no "module": files for bundlers have imports without extensions. */
const serverConditions = [source, ...defaultServerConditions.filter((condition) => condition !== 'module')];

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: serverConditions } },
  test: {
    projects: [
      {
        // Pure logic: no database, no socket, no file. A second is long.
        extends: true,
        test: {
          name: 'small',
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'chaos/src/**/*.test.ts', 'tooling/**/*.test.mjs'],
          exclude: ['**/*.medium.test.ts', '**/*.round.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 5_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real PostgreSQL and real sockets. One PostgreSQL serves the run; each file has databases of its own.
        extends: true,
        test: {
          name: 'medium',
          include: ['{apps,packages}/*/src/**/*.medium.test.ts'],
          globalSetup: ['apps/server/src/database/testing/global-setup.ts'],
          pool: 'forks',
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // Three test files, which mostly wait, share a PostgreSQL and two cores: what is waited for comes, at its own time.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        // Built servers, killed and cut off: what `npm run chaos` does, in a short form. Needs the build.
        extends: true,
        test: {
          name: 'chaos',
          include: ['chaos/src/**/*.round.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
