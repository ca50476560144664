import { Load } from '../load/load.js';
import { median, quantiles, round } from '../report/latencies.js';
import { cpuSeconds } from '../targets/processes.js';

/** Who is measured: where people write, and where those are who are written to. */
export interface Way {
  readonly title: string;
  readonly from: { readonly url: string; readonly pid: number };
  readonly to: { readonly url: string; readonly pid: number };
}

export interface Measured {
  readonly p50: number;
  readonly p99: number;
  /** CPU seconds per 1,000 messages of each process. */
  readonly sender: number;
  readonly receiver: number;
  readonly redis: number;
  readonly lost: number;
}

export interface Rate {
  readonly pairs: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly rounds: number;
}

const WARM_SECONDS = 2;

/** Every way in turn, and that several times: what the machine does besides meets all of them. @returns medians, by title */
export async function interleaved(
  ways: readonly Way[],
  redisPid: number,
  rate: Rate,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Measured>> {
  const all = new Map<string, Measured[]>(ways.map(({ title }) => [title, []]));
  for (let turn = 0; turn < rate.rounds; turn += 1)
    for (const way of ways) all.get(way.title)?.push(await measure(way, redisPid, rate, say));
  return new Map([...all].map(([title, some]) => [title, mediansOf(some)]));
}

async function measure(
  { title, from, to }: Way,
  redisPid: number,
  { pairs, perSecond, seconds }: Rate,
  say: (line: string) => void,
): Promise<Measured> {
  const load = new Load();
  try {
    await load.connect(from.url, pairs, to.url);
    await load.run({ kind: 'open', perSecond, seconds: WARM_SECONDS });
    const pids = [from.pid, to.pid, redisPid];
    const before = pids.map((pid) => cpuSeconds(pid, false));
    const result = await load.run({ kind: 'open', perSecond, seconds });
    const [sender = 0, receiver = 0, redis = 0] = pids.map((pid, at) =>
      round(((cpuSeconds(pid, false) - (before[at] ?? 0)) * 1000) / (perSecond * seconds), 3),
    );
    const { p50, p99 } = quantiles(result.deliverMs);
    say(`${title}: p50 ${p50} ms, p99 ${p99} ms, sender ${sender}, receiver ${receiver} CPU-s per 1,000`);
    return { p50, p99, sender, receiver: from === to ? 0 : receiver, redis, lost: result.lost + result.refused };
  } finally {
    load.stop();
  }
}

function mediansOf(some: readonly Measured[]): Measured {
  const of = (what: keyof Measured) => median(some.map((one) => one[what]));
  return {
    ...{ p50: of('p50'), p99: of('p99'), sender: of('sender'), receiver: of('receiver'), redis: of('redis') },
    lost: Math.max(...some.map(({ lost }) => lost)),
  };
}
