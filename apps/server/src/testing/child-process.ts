import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface TestChild {
  /** What it has written, line by line. */
  readonly lines: readonly string[];
  /** Waits until a line is this one. */
  says(line: string): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Waits until it has ended by itself. */
  ended(): Promise<void>;
}

const RUN_SOURCE = fileURLToPath(new URL('run-source.mjs', import.meta.url));

/**
 * Starts a module of the sources in a process of its own.
 * @param env what it is told, on top of the environment
 */
export function startChild(module: URL, env: Record<string, string>): TestChild {
  const child: ChildProcess = spawn(process.execPath, [RUN_SOURCE, fileURLToPath(module)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ended = once(child, 'exit');
  const waiting = new Set<() => void>();
  if (child.stdout === null) throw new Error('the child has no output');
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  return {
    lines,
    says: (line) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!lines.includes(line)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(([code]) => reject(new Error(`the child ended (${code}) and had not said "${line}"`)));
      }),
    async ended() {
      await ended;
    },
    async kill(signal) {
      child.kill(signal);
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await ended;
    },
  };
}
