import nodeCluster, { type Worker } from 'node:cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import { Relay } from '../cluster/relay.js';
import type { Logger } from '../kernel/logger.js';
import { fromWorker, relayPath, type ToWorker } from './worker-words.js';

export interface PrimaryOptions {
  readonly workers: number;
  readonly logger: Logger;
  readonly say: (line: string) => void;
}

/** A worker ended in its start; it has said why itself. */
export class WorkerStartError extends Error {}

/** One that ends soon after its start is not started again at once. */
const RESTART_MS = 1000;

/**
 * The first of several processes: it holds the port, gives each new connection to one of the others, and passes on what
 * these tell each other. It serves nobody itself, and starts anew who ended by accident.
 */
export class Primary {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'stm-chat-'));
  readonly #relay = new Relay();
  readonly #running = new Map<number, Worker>();
  #ending = false;
  #ended: () => void = () => undefined;

  constructor(private readonly options: PrimaryOptions) {
    // The folder goes with us, however we end.
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** @throws when the first worker cannot start; it has said why */
  async start(): Promise<void> {
    // Counts for all of them what one user may do: `workerStage`.
    new RateLimiterClusterMaster();
    await this.#relay.listen(relayPath(this.#folder));
    // The first one brings the database up to date; the others find it so.
    const lines = await this.#startWorker(1);
    const others = Array.from({ length: this.options.workers - 1 }, (_, at) => this.#startWorker(at + 2));
    await Promise.all(others);
    for (const line of lines) this.options.say(line);
  }

  /** Lets all of them drain at once, and ends when they have. */
  async drain(): Promise<void> {
    this.#ending = true;
    const ended = new Promise<void>((resolve) => (this.#ended = resolve));
    for (const worker of this.#running.values()) tell(worker, { kind: 'drain' });
    if (this.#running.size > 0) await ended;
    this.#relay.close();
  }

  /** At once. */
  kill(): void {
    this.#ending = true;
    for (const worker of this.#running.values()) worker.process.kill('SIGKILL');
  }

  /** @returns what it has to say, once it listens */
  #startWorker(index: number): Promise<readonly string[]> {
    const worker = nodeCluster.fork();
    this.#running.set(index, worker);
    return new Promise((resolve, reject) => {
      let listens = false;
      worker.on('message', (message: unknown) => {
        const said = fromWorker.safeParse(message);
        if (!said.success) return;
        if (said.data.kind === 'here') return tell(worker, { kind: 'begin', index, folder: this.#folder });
        listens = true;
        resolve(said.data.lines);
      });
      worker.once('exit', (code, signal) => {
        this.#running.delete(index);
        if (!listens) reject(new WorkerStartError(`Worker ${index} ended with ${signal ?? code} before it listened.`));
        if (this.#ending && this.#running.size === 0) this.#ended();
        if (!this.#ending && listens) this.#startAgain(index, signal ?? String(code));
      });
    });
  }

  #startAgain(index: number, how: string): void {
    this.options.logger.error({ worker: index, end: how }, 'a worker ended; starting it again');
    const again = (): void => {
      if (this.#ending) return;
      this.#startWorker(index).catch((error: unknown) => {
        this.options.logger.error({ err: error, worker: index }, 'a worker cannot be started; trying again');
        setTimeout(again, RESTART_MS).unref();
      });
    };
    setTimeout(again, RESTART_MS);
  }
}

function tell(worker: Worker, words: ToWorker): void {
  if (worker.isConnected()) worker.send(words);
}
