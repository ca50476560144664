/**
 * `npm run e2e:full`: the longer tests with a server, then every state of the page. A red one of the first part does not
 * keep the second from running. The last line counts both; ends with 1 when one is red or flaky.
 */
import { spawn } from 'node:child_process';
import { inRoot } from './repository.mjs';

const PARTS = ['e2e/tagged.config.ts', 'e2e/full/playwright.config.ts'];
const count = { passed: 0, failed: 0, flaky: 0, skipped: 0, 'did not run': 0 };
const began = Date.now();
let red = false;

for (const config of PARTS) {
  const args = [
    inRoot('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '--pass-with-no-tests',
    '--config',
    config,
  ];
  const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    cwd: inRoot(),
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let summary = '';
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    // The counts are at the very end.
    summary = `${summary}${String(chunk)}`.slice(-20_000);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  red ||= code !== 0;
  for (const name of /** @type {(keyof typeof count)[]} */ (Object.keys(count)))
    count[name] += Number(new RegExp(`^\\s*(\\d+) ${name}\\b`, 'm').exec(summary)?.[1] ?? 0);
}
const told = Object.entries(count).filter(([name, number]) => number > 0 || name === 'passed' || name === 'failed');
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
process.stdout.write(`\n${told.map(([name, number]) => `${number} ${name}`).join(', ')} in ${minutes} minutes\n`);
process.exitCode = red ? 1 : 0;
