import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { ReadRange } from './messages.api.js';

/** Messages that are noted together. */
const BATCH = 500;
const RETRY_MS = 200;

interface Waiting {
  readonly range: ReadRange;
  readonly tell: () => void;
  /** Its reader left the room meanwhile: what comes later is another joining's. */
  dropped: boolean;
}

export interface LiveReadingPorts {
  note(ranges: readonly ReadRange[]): Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What arrives live at an LSM waits until it is written down that the LSM was given it: a crash between the two leaves a
 * record of what was not read, and never a reading without a record. In the order in which it came; everybody else is told
 * at once.
 */
export class LiveReading {
  #waiting: Waiting[] = [];
  #running = false;
  #stopped = false;

  constructor(private readonly ports: LiveReadingPorts) {}

  add(range: ReadRange, tell: () => void): void {
    if (this.#stopped) return;
    this.#waiting.push({ range, tell, dropped: false });
    if (!this.#running) void this.#run();
  }

  /** The last socket of this reader left the room. */
  left(chatId: string, userId: number): void {
    for (const one of this.#waiting) {
      if (one.range.chatId === chatId && one.range.userId === userId) one.dropped = true;
    }
  }

  /** What waits is told to nobody: who comes back reads it as what it missed. */
  stop(): void {
    this.#stopped = true;
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#stopped) {
      this.#waiting = this.#waiting.filter(({ dropped }) => !dropped);
      const batch = this.#waiting.slice(0, BATCH);
      if (batch.length === 0) break;
      try {
        await this.ports.note(batch.map(({ range }) => range));
      } catch (error) {
        this.ports.logger.warn(
          { err: error, messages: batch.length },
          'what an LSM reads could not be noted, and waits',
        );
        await new Promise<void>((resume) => this.ports.clock.after(RETRY_MS, resume));
        continue;
      }
      this.#waiting = this.#waiting.slice(batch.length);
      if (this.#stopped) break;
      for (const { dropped, tell } of batch) if (!dropped) tell();
    }
    this.#running = false;
  }
}
