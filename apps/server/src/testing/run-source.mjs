// Runs a TypeScript module of the sources in a process of its own, for tests that kill it: node run-source.mjs <file>
import { fileURLToPath } from 'node:url';
import { defaultServerConditions, runnerImport } from 'vite';

await runnerImport(process.argv[2], {
  configFile: false,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  logLevel: 'error',
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
});
