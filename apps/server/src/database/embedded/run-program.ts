import { spawn } from 'node:child_process';
import { DatabaseStartError } from '../start-error.js';
import type { Account } from './account.js';

/** As much of the surroundings as PostgreSQL's programs need; a PG… variable of the operator must not reach them. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Runs one of PostgreSQL's programs to its end.
 * @param input what it reads from standard input
 * @throws with the end of what it printed when it fails
 */
export function runProgram(program: string, args: readonly string[], account: Account, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
      cwd: '/',
      env: programEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else {
        const lines = Buffer.concat(printed).toString('utf8').trim().split('\n').slice(-15).join('\n');
        reject(new DatabaseStartError(`${program} ended with ${signal ?? String(code)}:\n${lines}`));
      }
    });
    // A program that has failed already does not read; why it failed is reported above.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
