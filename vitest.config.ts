import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Workspace packages are tested as sources, so that a test never meets a stale build. */
const source = 'source';
/** What is not bundled Node loads, which knows no "module": files for bundlers have imports without extensions. */
const serverConditions = [source, ...defaultServerConditions.filter((condition) => condition !== 'module')];

/** Repeat tests of other files on other ground: they read those anew, and nobody else may stand on that ground. */
const elsewhere = ['apps/server/src/testing/{on-postgresql-15,through-pooler}.medium.test.ts'];
/** What takes longest; begun last, it would keep one processor busy while the other has nothing to do. */
const longest = /on-postgresql-15|through-pooler|-faults\.|\/delivery\.medium|\/jobs\.medium|\.taint\./;

/** As ever, but for what takes longest: a new checkout knows of no durations. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => longest.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !longest.test(moduleId)),
    ];
  }
}

/** Real PostgreSQL and real sockets. One PostgreSQL serves the run; each file has databases of its own. */
const medium = {
  globalSetup: ['apps/server/src/database/testing/global-setup.ts'],
  pool: 'forks' as const,
  maxWorkers: 3,
  sequence: { groupOrder: 1 },
  testTimeout: 20_000,
  hookTimeout: 30_000,
  // Three test files, which mostly wait, share a PostgreSQL and two cores: what is waited for comes, at its own time.
  expect: { poll: { timeout: 10_000 } },
};

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: serverConditions } },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Pure logic: no database, no socket, no file. A second is long.
        extends: true,
        test: {
          name: 'small',
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'chaos/src/**/*.test.ts', 'tooling/**/*.test.mjs'],
          exclude: ['**/*.medium.test.ts', '**/*.round.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 5_000,
          // Pure modules hold nothing that a test could leave to the next: a process reads each of them once.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...medium,
          name: 'medium',
          include: ['{apps,packages}/*/src/**/*.medium.test.ts'],
          exclude: elsewhere,
          // A process reads the server once, not once a file: that was a fifth of the time.
          isolate: false,
        },
      },
      { extends: true, test: { ...medium, name: 'medium-elsewhere', include: elsewhere } },
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
