import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What is only held by something that was collected goes with the next collection. */
const COLLECTIONS = 3;

/**
 * What lives in a server. Its resident memory says little of a few megabytes: what a start, a burst of connections or a
 * collection leaves free stays with the process, and is filled first.
 */
export class LiveMemory {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'stm-chat-memory-'));
  readonly #file = path.join(this.#folder, 'live');

  /** To start the server with. */
  get env(): Record<string, string> {
    const reporter = new URL('./report-live-memory.js', import.meta.url).href;
    const options = [process.env['NODE_OPTIONS'], '--expose-gc', `--import=${reporter}`];
    return { NODE_OPTIONS: options.filter(Boolean).join(' '), LIVE_MEMORY_FILE: this.#file };
  }

  /** @returns bytes of the heap and beside it that are in use after a collection. @throws if the server does not answer */
  async read(pid: number): Promise<number> {
    let bytes = Number.NaN;
    for (let nth = 0; nth < COLLECTIONS; nth++) {
      process.kill(pid, 'SIGUSR2');
      for (let tries = 0; !existsSync(this.#file); tries++) {
        if (tries > 500) throw new Error('The server does not tell its memory');
        await wait(20);
      }
      bytes = Number(readFileSync(this.#file, 'utf8'));
      rmSync(this.#file);
    }
    return bytes;
  }

  end(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
