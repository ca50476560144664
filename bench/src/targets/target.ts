import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Something that speaks the chat's wire, to be measured: all targets run the same scenarios. */
export interface Target {
  readonly name: 'relay' | 'plain' | 'stm-chat';
  readonly title: string;
  readonly url: string;
  readonly pid: number;
  /** The postmaster whose CPU counts as the database's; null without a database. */
  readonly databasePid: number | null;
  /** Address of this server's own database; null for the others. */
  readonly database: string | null;
  stop(): Promise<void>;
}

export const SECRET = 'the-benchmark-signs-its-tokens-with-this-secret';

/** Pair n: customer 2n + 1, provider 2n + 2, in the chat of this id. */
export const customerOf = (pair: number): number => 2 * pair + 1;
export const providerOf = (pair: number): number => 2 * pair + 2;
export const chatOf = (pair: number): string => `00000000-0000-7000-8000-${String(pair).padStart(12, '0')}`;

/** Starts one of our modules as a child and waits until it says `{ port }`. */
export async function startChild(
  module: string,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; port: number; stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code}`)));
  });
  return {
    child,
    port,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
