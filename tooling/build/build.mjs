/** Builds what `npm start` runs, and only what changed: the server, and the web application with its packages. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withLock } from '../lock.mjs';
import { elapsed, showProgress } from '../progress.mjs';
import { inRoot, listFiles } from '../repository.mjs';
import { runCommand } from '../run-command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { copyAssets, removeOrphans } from './server-files.mjs';

/** Not apps/web: Vite builds it from source, and its types are for the tests and for editors. */
const projects = ['apps/server', 'packages/react'];
const withOutput = ['packages/protocol', 'packages/client', 'packages/react', 'apps/server'];

const webStamp = inRoot('.cache', 'web-build.stamp');
const webPage = inRoot('apps', 'web', 'dist', 'index.html');

/**
 * @param {string} name what is built, for the reader
 * @param {() => Promise<{ code: number, output: string }>} work
 */
async function announced(name, work) {
  const began = performance.now();
  const stopProgress = showProgress(() => `building ${name}, ${elapsed(began)}`);
  const { code, output } = await work();
  stopProgress();
  if (code !== 0) {
    process.stderr.write(`${output}\nBuilding ${name} failed (exit code ${code}).\n`);
    process.exit(code);
  }
  process.stdout.write(`Built ${name} in ${elapsed(began)}\n`);
}

/** What the web application is made of; its built packages are made of these sources too. */
function webFingerprint() {
  const sources = ['apps/web', 'packages'].flatMap((folder) => listFiles(folder));
  const files = fingerprint([...sources.filter((file) => !/\.(?:test\.tsx?|md)$/.test(file)), 'package-lock.json']);
  // The address of the server is built into a page that is served elsewhere.
  return `${files} ${process.env['VITE_CHAT_URL'] ?? ''}`;
}

async function buildWeb() {
  const current = webFingerprint();
  if (existsSync(webPage) && existsSync(webStamp) && readFileSync(webStamp, 'utf8') === current) return;
  await announced('the web application', () => runCommand('vite', ['build'], { cwd: inRoot('apps', 'web') }));
  mkdirSync(inRoot('.cache'), { recursive: true });
  writeFileSync(webStamp, current);
}

/**
 * Ends the process with the compiler's or Vite's messages when something does not build.
 *
 * @returns {Promise<void>}
 */
export async function build() {
  await withLock('build', async () => {
    for (const project of withOutput) removeOrphans(project);
    await announced('the server and the packages', () => runCommand('tsc', ['-b', ...projects]));
    copyAssets('apps/server');
    await buildWeb();
  });
}
