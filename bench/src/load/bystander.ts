import { quantiles, type Quantiles } from '../report/latencies.js';
import { Load } from './load.js';

const PER_SECOND = 20;
const ROUND_SECONDS = 2;

/** What it met. */
export interface Bystanding {
  readonly ack: Quantiles;
  /** Messages that the server did not take, or that were never answered. */
  readonly failed: number;
}

/**
 * The first pair, who stay connected and go on talking, twenty messages a second, whatever happens to others. In a process of
 * their own: what thousands of devices do to the one that imitates them is not what the server does.
 */
export class Bystander {
  readonly #load: Load;
  readonly #talk: Promise<Bystanding>;
  #left = false;

  private constructor(load: Load) {
    this.#load = load;
    this.#talk = this.#go();
    this.#talk.catch(() => undefined);
  }

  static async start(url: string): Promise<Bystander> {
    const load = new Load();
    await load.connect(url, 1);
    return new Bystander(load);
  }

  async stop(): Promise<Bystanding> {
    this.#left = true;
    try {
      return await this.#talk;
    } finally {
      this.#load.stop();
    }
  }

  async #go(): Promise<Bystanding> {
    const acks: number[] = [];
    let failed = 0;
    while (!this.#left) {
      const round = await this.#load.run({ kind: 'open', perSecond: PER_SECOND, seconds: ROUND_SECONDS });
      acks.push(...round.ackMs);
      failed += round.refused + round.lost;
    }
    return { ack: quantiles(acks), failed };
  }
}
