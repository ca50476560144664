// Runs a TypeScript module of the sources in a process of its own, for tests that kill it: node run-source.mjs <file>
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const server = fileURLToPath(new URL('../..', import.meta.url));
const protocol = path.join(server, '../../packages/protocol');

/** @param {string} project whether its build is younger than all of its sources: then it says the same, and starts at once */
function isBuilt(project) {
  const stamp = path.join(project, 'dist/.tsbuildinfo');
  if (!existsSync(stamp)) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return readdirSync(path.join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .every((file) => statSync(path.join(project, 'src', file)).mtimeMs < builtAt);
}

const file = process.argv[2] ?? '';
const built = file.replace(path.join(server, 'src'), path.join(server, 'dist')).replace(/\.ts$/, '.js');

if (existsSync(built) && isBuilt(server) && isBuilt(protocol)) {
  await import(pathToFileURL(built).href);
} else {
  const { defaultServerConditions, runnerImport } = await import('vite');
  await runnerImport(file, {
    configFile: false,
    root: server,
    logLevel: 'error',
    ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  });
}
