import { OutgoingError } from '../kernel/outgoing.js';

/** Requests to one host at a time: a slow one holds up the others no longer than its share. */
const PER_HOST = 4;
/** Requests that wait; more are refused at once. */
const WAITING = 200;

interface Waiting {
  readonly host: string;
  readonly begin: () => void;
}

/** How many requests are under way, in all and per host; the others wait in their order. */
export class Slots {
  readonly #most: number;
  readonly #busy = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Waits for a place.
   * @returns gives it back
   * @throws OutgoingError `busy`, or what `signal` was aborted with
   */
  async take(host: string, signal: AbortSignal): Promise<() => void> {
    if (this.#isFree(host)) this.#enter(host);
    else if (this.#waiting.length < WAITING) await this.#wait(host, signal);
    else throw new OutgoingError('busy', 'too many outgoing requests wait');
    return () => this.#give(host);
  }

  #enter(host: string): void {
    this.#taken += 1;
    this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1);
  }

  #isFree(host: string): boolean {
    return this.#taken < this.#most && (this.#busy.get(host) ?? 0) < PER_HOST;
  }

  #wait(host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        host,
        begin: () => {
          signal.removeEventListener('abort', leave);
          this.#enter(host);
          resolve();
        },
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #give(host: string): void {
    this.#taken -= 1;
    const left = (this.#busy.get(host) ?? 1) - 1;
    if (left === 0) this.#busy.delete(host);
    else this.#busy.set(host, left);
    const next = this.#waiting.findIndex((one) => this.#isFree(one.host));
    if (next !== -1) this.#waiting.splice(next, 1)[0]?.begin();
  }
}
