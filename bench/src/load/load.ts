import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadResult, Order } from './load-worker.js';

/** A load process: its own event loop, so that it never takes the server's. */
export class Load {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('load-worker.js', import.meta.url)));

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async run(order: Extract<Order, { kind: 'closed' | 'open' }>): Promise<LoadResult> {
    return (await this.#ask(order)) as LoadResult;
  }

  /** @param providers the server of those who are written to, when it is another one */
  async connect(url: string, pairs: number, providers = url): Promise<void> {
    await this.#ask({ kind: 'connect', url, pairs, providers });
  }

  async disconnect(): Promise<void> {
    await this.#ask({ kind: 'disconnect' });
  }

  stop(): void {
    this.#child.kill();
  }

  #ask(order: Order): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (message: { answer?: unknown; error?: string }) => {
        if (message.error === undefined) resolve(message.answer);
        else reject(new Error(message.error));
      });
      this.#child.send(order);
    });
  }
}
