import type { LoadResult } from '../load/load-worker.js';
import { Load } from '../load/load.js';
import type { Quantiles } from '../report/latencies.js';
import type { Named } from '../report/report.js';
import type { Target } from '../targets/target.js';
import { type Afterwards, catchUp } from './catching-up.js';
import { latencyOf, type LatencyRun, measureThroughput, middleRun, type ThroughputRun } from './throughput.js';

export interface UnderLoad {
  readonly throughput?: Named<readonly ThroughputRun[]>;
  readonly latency?: Named<readonly LatencyRun[]>;
  /** One message at a time, with nothing else going on. */
  readonly alone?: Named<LatencyRun>;
  readonly overload?: Overload;
  /** Per 1,000 messages of the closed loops. */
  readonly afterwards?: Afterwards;
}

interface Overload {
  readonly capacity: number;
  readonly atCapacity: Quantiles;
  readonly run: LatencyRun;
}

export interface Lengths {
  readonly pairs: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly rates: readonly number[];
}

/** A message every 50 ms, in turn by all senders. */
const ALONE_PER_SECOND = 20;

/** The targets of one run, each with a load process of its own, and connected all the time. */
export class SideBySide {
  readonly #loads = new Map<Target, Load>();

  constructor(
    private readonly lengths: Lengths,
    private readonly say: (line: string) => void,
  ) {}

  async connect(targets: readonly Target[]): Promise<void> {
    for (const target of targets) {
      const load = new Load();
      this.#loads.set(target, load);
      await load.connect(target.url, this.lengths.pairs);
      this.say(`warming up ${target.title}`);
      for (const inFlight of [4, 1]) await load.run({ kind: 'closed', inFlight, seconds: 3 });
      await catchUp(target);
    }
  }

  stop(): void {
    for (const load of this.#loads.values()) load.stop();
  }

  async throughput(): Promise<UnderLoad> {
    const { rounds, seconds } = this.lengths;
    const runs = new Map<string, Map<number, ThroughputRun[]>>();
    const left = { messages: 0, seconds: 0, cpuMs: 0 };
    for (let round = 1; round <= rounds; round++) {
      for (const inFlight of [1, 4]) {
        for (const [target, load] of this.#loads) {
          const run = await measureThroughput(target, load, inFlight, seconds);
          this.say(`round ${round}: ${target.name}, ${inFlight} in flight: ${run.perSecond}/s`);
          const mine = runs.get(target.name) ?? new Map<number, ThroughputRun[]>();
          runs.set(target.name, mine.set(inFlight, [...(mine.get(inFlight) ?? []), run]));
          const after = await catchUp(target);
          if (target.database === null) continue;
          left.messages += run.ack.count;
          left.seconds += after.seconds;
          left.cpuMs += after.cpuMs;
        }
      }
    }
    const per1000 = 1000 / left.messages;
    return {
      throughput: Object.fromEntries([...runs].map(([name, mine]) => [name, [...mine.values()].map(middleRun)])),
      afterwards: { seconds: left.seconds * per1000, cpuMs: left.cpuMs * per1000 },
    };
  }

  async latency(): Promise<UnderLoad> {
    const { rounds, seconds, rates } = this.lengths;
    const latency: Record<string, LatencyRun[]> = {};
    const alone: Record<string, LatencyRun> = {};
    for (const rate of [ALONE_PER_SECOND, ...rates]) {
      const results = new Map<Target, LoadResult[]>();
      for (let round = 1; round <= Math.max(2, rounds); round++) {
        for (const [target, load] of this.#loads) {
          const result = await load.run({ kind: 'open', perSecond: rate, seconds });
          results.set(target, [...(results.get(target) ?? []), result]);
          await catchUp(target);
        }
      }
      for (const [{ name }, mine] of results) {
        const run = latencyOf(rate, mine);
        this.say(`${name}, ${rate}/s offered: deliver p50 ${run.deliver.p50}, p99 ${run.deliver.p99} ms`);
        if (rate === ALONE_PER_SECOND) alone[name] = run;
        else latency[name] = [...(latency[name] ?? []), run];
      }
    }
    return { latency, alone };
  }

  /** Twice of what the server can do, offered whether it can or not; the round in the middle, by how long what is taken waits. */
  async overload(): Promise<UnderLoad> {
    const [found] = [...this.#loads].filter(([{ name }]) => name === 'stm-chat');
    if (found === undefined) return {};
    const rounds: Overload[] = [];
    while (rounds.length < this.lengths.rounds) rounds.push(await this.#overloaded(...found));
    const ratio = ({ run, atCapacity }: Overload) => run.ack.p50 / atCapacity.p50;
    const overload = rounds.toSorted((a, b) => ratio(a) - ratio(b))[Math.floor(rounds.length / 2)];
    return overload === undefined ? {} : { overload };
  }

  async #overloaded(target: Target, load: Load): Promise<Overload> {
    const { seconds } = this.lengths;
    const { perSecond: capacity, ack: atCapacity } = await measureThroughput(target, load, 4, seconds);
    await catchUp(target);
    const result = await load.run({ kind: 'open', perSecond: capacity * 2, seconds });
    await catchUp(target);
    const run = latencyOf(capacity * 2, [result]);
    this.say(
      `${capacity * 2}/s offered: ${run.accepted}/s taken, ${run.refused} refused, ack p50 ${run.ack.p50}, at capacity ${atCapacity.p50} ms`,
    );
    return { capacity, atCapacity, run };
  }
}
