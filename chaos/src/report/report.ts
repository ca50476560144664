import type { Hardened } from '../hardships/hardship.js';
import type { Tally } from './tally.js';

export interface MutantResult {
  readonly name: string;
  readonly expects: string;
  readonly broken: readonly string[];
  readonly caught: boolean;
  /** The same run without the mutant was well. */
  readonly wellWithout: boolean;
}

export interface HardshipResult {
  readonly name: string;
  readonly promise: string;
  /** Null: this machine does not let it be brought about. */
  readonly came: Hardened | null;
}

export interface Report {
  readonly command: string;
  readonly date: string;
  readonly machine: { readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly seed: number;
  readonly minutes: number;
  readonly nodes: number;
  readonly pooler: boolean;
  readonly tally: Tally | null;
  /** What went wrong in rolling restarts. */
  readonly deploys: { readonly problems: readonly string[] };
  readonly hardships: readonly HardshipResult[];
  readonly mutants: readonly MutantResult[];
}

export function toMarkdown(report: Report): string {
  const { command, date, machine, seed, nodes, pooler, tally, mutants, deploys, hardships } = report;
  const parts = [
    `# Chaos: ${isWell(report) ? 'nothing is wrong' : 'SOMETHING IS WRONG'}`,
    `\`${command}\`, ${date}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}.`,
  ];
  if (tally !== null)
    parts.push(
      `${nodes} servers over one PostgreSQL${pooler ? ', PgBouncer with a pool of two' : ''}. First seed ${seed}, one more per round.`,
      table(tally),
      `Faults: ${listed(tally.faults)}.`,
      `Operations: ${listed(tally.operations)}.`,
      ...tally.failures.map(
        ({ seed: failed, steps, shortest, first }) =>
          `## Seed ${failed}\n\n${steps} steps, ${shortest} in the shortest schedule that fails.\n\n\`\`\`\n${first}\n\`\`\``,
      ),
    );
  parts.push(...deploys.problems.map((problem) => `A deploy: ${problem}`));
  if (hardships.length > 0) parts.push(hardshipTable(hardships));
  if (mutants.length > 0) parts.push(mutantTable(mutants));
  return parts.join('\n\n');
}

/** Nothing was broken, and every mutant was caught by the invariant that it names. */
export function isWell({ tally, mutants, deploys, hardships }: Report): boolean {
  return (
    (tally?.failures.length ?? 0) === 0 &&
    deploys.problems.length === 0 &&
    hardships.every(({ came }) => came === null || came.problems.length === 0) &&
    mutants.every(({ caught, wellWithout }) => caught && wellWithout)
  );
}

function table(tally: Tally): string {
  const rows: readonly (readonly [string, number | string])[] = [
    ['rounds', tally.rounds],
    ['faults injected', Object.values(tally.faults).reduce((sum, count) => sum + count, 0)],
    ['messages sent', tally.sent],
    ['acknowledged', tally.acked],
    ['refused, rightly', tally.refused],
    ['live deliveries watched', tally.seen],
    ['acknowledged and lost', tally.lost],
    ['devices that did not settle', tally.unsettled],
    ['doubled', tally.doubled],
    ['reordered', tally.reordered],
    ['leaked', tally.leaked],
    ['worst staleness, undisturbed', `${tally.worstLiveMs} ms`],
    ['worst staleness, after healing', `${tally.worstHealedMs} ms`],
    ['events in the histories', tally.events],
    ['broken invariants', listed(tally.broken) || 'none'],
  ];
  return ['| | |', '| --- | ---: |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function hardshipTable(hardships: readonly HardshipResult[]): string {
  return [
    '| hardship | promise | that it was there | |',
    '| --- | --- | --- | --- |',
    ...hardships.map(({ name, promise, came }) =>
      came === null
        ? `| ${name} | ${promise} | not possible on this machine | NOT RUN |`
        : `| ${name} | ${promise} | ${came.proof} | ${came.problems.length === 0 ? 'well' : `WRONG: ${came.problems.join('; ').replaceAll('\n', ' ')}`} |`,
    ),
  ].join('\n');
}

function mutantTable(mutants: readonly MutantResult[]): string {
  const verdict = ({ caught, wellWithout }: MutantResult) =>
    caught ? (wellWithout ? 'caught' : 'RED WITHOUT IT TOO') : 'NOT CAUGHT';
  return [
    '| mutant | expected | broken | |',
    '| --- | --- | --- | --- |',
    ...mutants.map((one) => `| ${one.name} | ${one.expects} | ${one.broken.join(' ')} | ${verdict(one)} |`),
  ].join('\n');
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
