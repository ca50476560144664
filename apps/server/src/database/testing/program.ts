import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Account } from '../embedded/account.js';
import { programEnvironment } from '../embedded/run-program.js';

const PORT_TRIES = 20;

/**
 * Refuses to go on without a program that npm does not bring. `npm test` installs it where it can, and elsewhere leaves
 * out the test files that name it and says so; only somebody who runs such a file by hand gets here.
 * @param debianPackage as `tooling/test/provision-list.mjs` names it
 */
export function requireProgram(file: string, debianPackage: string): string {
  if (!existsSync(file)) throw new Error(`${file} is not there: apt-get install ${debianPackage}`);
  return file;
}

/** A server program that a test started. It does not outlive the tests, however they end. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #readers = new Set<() => void>();
  #printed = '';
  #end: string | null = null;

  /** @param account for whom it runs when the tests run as root */
  constructor(file: string, args: readonly string[], account: Account) {
    const child = spawn(file, args, {
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const read = (chunk: Buffer): void => {
      this.#printed += chunk.toString('utf8');
      this.#look();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const kill = (): void => void child.kill('SIGKILL');
    // The runner ends the process of a test file that hangs by this signal, at which `exit` is not told.
    const killed = (): void => {
      kill();
      process.kill(process.pid, 'SIGTERM');
    };
    process.once('exit', kill);
    process.once('SIGTERM', killed);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        process.off('exit', kill);
        process.off('SIGTERM', killed);
        this.#end = how;
        this.#look();
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('close', (code, name) => end(`it ended with ${name ?? String(code)}`));
    });
  }

  /** Waits until it has printed this. @throws with what it printed when it ends instead */
  async says(words: string): Promise<void> {
    while (!this.#printed.includes(words)) {
      if (this.#end !== null) throw new Error(`${this.#child.spawnfile}: ${this.#end}\n${this.#printed}`);
      await new Promise<void>((resolve) => this.#readers.add(resolve));
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  /** Ends it and waits for its end. */
  async end(name: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    this.#child.kill(name);
    await this.#ended;
  }

  #look(): void {
    for (const reader of this.#readers) reader();
    this.#readers.clear();
  }
}

/** Below the ports that systems give to outgoing connections, so that a restart finds the port free. */
export async function onSomePort(
  start: (port: number) => Promise<Program>,
): Promise<{ port: number; program: Program }> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(20_000, 32_000);
    try {
      return { port, program: await start(port) };
    } catch (error) {
      if (tries === PORT_TRIES || !String(error).includes('in use')) throw error;
    }
  }
}
