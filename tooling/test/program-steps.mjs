/** Steps that run a program and look at its exit code, or at the report that it wrote. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from '../repository.mjs';
import { runCommand } from '../run-command.mjs';
import { checked } from './outcome.mjs';
import { countPlaywright, countVitest } from './reports.mjs';

/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/** A test run that hangs is a failure, and not a terminal that never comes back. */
const limitSeconds = 900;

/**
 * @param {string} command
 * @param {...string} args
 * @returns {() => Promise<Outcome>}
 */
export function program(command, ...args) {
  return async () => {
    const { code, output } = await runCommand(command, args, { limitSeconds });
    return checked(code === 0 ? [] : [`${[command, ...args].join(' ')} ended with ${code}`, output.trim()]);
  };
}

/** @param {string} name */
function reportFile(name) {
  mkdirSync(inRoot('.cache', 'test'), { recursive: true });
  const file = inRoot('.cache', 'test', `${name}.json`);
  rmSync(file, { force: true }); // an old report must never pass for a new one
  return file;
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * @param {string} project of vitest.config.ts
 * @param {...string} more projects
 * @returns {(leftOut: string[]) => Promise<Outcome>}
 */
export function vitest(project, ...more) {
  return async (leftOut) => {
    const file = reportFile(project);
    const projects = [project, ...more].map((name) => `--project=${name}`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const exclude = leftOut.map((name) => `--exclude=${name}`);
    const { code } = await runCommand('vitest', ['run', ...projects, ...exclude, ...reporters], {
      show: true,
      limitSeconds,
    });
    return countVitest(readReport(file), code);
  };
}

/** @returns {Promise<Outcome>} */
export async function playwright() {
  const file = reportFile('e2e');
  const args = ['test', '--config', 'e2e/playwright.config.ts'];
  const { code } = await runCommand('playwright', args, { show: true, limitSeconds });
  return countPlaywright(readReport(file), code);
}
