import { signToken } from '../load/tokens.js';
import { type Quantiles, quantiles, round } from '../report/latencies.js';
import { cpuSeconds } from '../targets/processes.js';
import type { Target } from '../targets/target.js';
import { SEARCHERS, wordOf } from './search-corpus.js';

/** Words by the share of messages that have them; another word of the band each time. */
const BANDS = {
  'common (1 of 4 to 1 of 20)': [4, 20],
  'middling (1 of 100 to 1 of 1,000)': [100, 1000],
  'rare (1 of 5,000 to 1 of 40,000)': [5000, 40_000],
} as const;

export interface SearchRun {
  readonly who: string;
  readonly what: string;
  readonly latency: Quantiles;
  /** Milliseconds of CPU of a call, server and database together: the same on a machine that has others at work. */
  readonly cpuMs: number;
  /** Of all calls, those that gave a full page. */
  readonly full: number;
}

/** Asks the server over REST, one call after the other. */
export async function measureSearches(
  { url, pid, databasePid }: Target,
  calls: number,
  /** Only what finds chats and people. */
  namesOnly = false,
): Promise<SearchRun[]> {
  const runs: SearchRun[] = [];
  const cpu = () => cpuSeconds(pid, false) + cpuSeconds(databasePid ?? pid, true);
  for (const [who, { userId, what }] of Object.entries(SEARCHERS)) {
    const token = await signToken(
      userId,
      who === 'few' || who === 'some' ? 'customer' : who === 'huge' ? 'lsm' : 'provider',
    );
    const get = async (path: string) => {
      const started = performance.now();
      const answer = await fetch(`${url}/api/search${path}`, { headers: { Authorization: `Bearer ${token}` } });
      const body = (await answer.json()) as { results: unknown[]; next: string | null };
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
      return { took: performance.now() - started, body };
    };
    const kinds: Record<string, (nth: number) => string> = {
      ...Object.fromEntries(
        Object.entries(BANDS).map(([name, [from, to]]) => [name, (nth: number) => `?q=${wordIn(from, to, nth)}+`]),
      ),
      'two middling words': (nth) => `?q=${wordIn(100, 1000, nth)}+${wordIn(100, 1000, nth + 7)}+`,
      'common and rare': (nth) => `?q=${wordIn(4, 20, nth)}+${wordIn(5000, 40_000, nth)}+`,
      'the beginning of a word': (nth) => `?q=${wordIn(300, 4000, nth).slice(0, 4)}`,
      'no such word': (nth) => `?q=xyzzyplugh${nth}q+`,
      'a job': (nth) => `/jobs?q=number+${100 + nth}`,
      'a job that many are called': () => '/jobs?q=job+number',
      'a job, misspelt': (nth) => `/jobs?q=jub+nimber+${100 + nth}`,
      'a person': (nth) => `/people?q=${wordIn(1, 2000, nth)}`,
      'a person, misspelt': (nth) => `/people?q=${wordIn(1, 2000, nth)}q`,
      'the beginning of a name': (nth) => `/people?q=${wordIn(1, 2000, nth).slice(0, 2)}`,
    };
    for (const [kind, pathOf] of Object.entries(kinds)) {
      if (namesOnly && !pathOf(0).startsWith('/')) continue;
      const took: number[] = [];
      let full = 0;
      let before = 0;
      for (let nth = -10; nth < calls; nth += 1) {
        if (nth === 0) before = cpu();
        const first = await get(pathOf(Math.abs(nth)));
        if (nth < 0) continue;
        took.push(first.took);
        if (first.body.results.length === 20) full += 1;
        // Whoever searches also looks further, now and then.
        if (nth % 5 === 0 && first.body.next !== null) {
          took.push((await get(`${pathOf(nth)}&cursor=${first.body.next}`)).took);
        }
      }
      const cpuMs = round(((cpu() - before) * 1000) / took.length);
      runs.push({ who: what, what: kind, latency: quantiles(took), cpuMs, full });
    }
  }
  return runs;
}

/** Evenly over the logarithm of the ranks, as words are. */
function wordIn(from: number, to: number, nth: number): string {
  const share = (nth * 0.618_033_988) % 1;
  return wordOf(Math.round(from * (to / from) ** share));
}
