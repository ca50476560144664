/** Child processes of the tooling: started, listened to, and never left behind. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { inRoot, root } from './repository.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] the root, if not given
 * @property {Record<string, string | undefined>} [env] added to the environment; undefined removes a variable
 * @property {boolean} [show] lets the child write to the terminal itself instead of collecting its output
 * @property {number} [limitSeconds] ends the child, as a failure, when it takes longer
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @param {NodeJS.Signals} signal */
function stopAll(signal) {
  for (const child of running) child.kill(signal);
  process.exit(128 + constants.signals[signal]);
}

/** Signals are ours only while a child runs: after that they belong to whoever is started in this process. */
function listenForSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.removeListener(signal, stopAll);
    if (running.size > 0) process.on(signal, stopAll);
  }
}

/** The environment in which the programs of `node_modules/.bin` are found by name. */
export function toolEnvironment() {
  return { ...process.env, PATH: [inRoot('node_modules', '.bin'), process.env['PATH']].join(delimiter) };
}

/**
 * Runs a program to its end.
 *
 * @param {string} command a program of node_modules/.bin or of the machine
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} the exit code (128 + n for a signal, 127 when it could not be
 *   started) and what it wrote, both streams in order; empty with `show`
 */
export function runCommand(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...toolEnvironment(), ...options.env },
    stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  running.add(child);
  listenForSignals();
  let output = '';
  /** @param {string} text */
  const collect = (text) => (output += text);
  child.stdout?.setEncoding('utf8').on('data', collect);
  child.stderr?.setEncoding('utf8').on('data', collect);
  const stopTimer = limitTime(child, options.limitSeconds, () => collect(`ended after ${options.limitSeconds} s\n`));
  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      stopTimer();
      running.delete(child);
      listenForSignals();
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`;
      end(127);
    });
    child.on('close', (code, signal) => end(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number | undefined} seconds
 * @param {() => void} onLimit
 * @returns {() => void} ends the watch
 */
function limitTime(child, seconds, onLimit) {
  if (seconds === undefined) return () => {};
  /** @type {NodeJS.Timeout | undefined} */
  let lastResort;
  const timer = setTimeout(() => {
    onLimit();
    child.kill('SIGTERM');
    lastResort = setTimeout(() => child.kill('SIGKILL'), 5_000);
  }, seconds * 1000);
  return () => {
    clearTimeout(timer);
    clearTimeout(lastResort);
  };
}
