import { ACTORS, RELATIONS } from './access-cells.js';
import type { Table } from './access-matrix.js';
import type { Attacked } from './scene.js';

/** What came of one attack. */
export interface Row extends Attacked {
  readonly name: string;
}

export interface AbuseReport {
  readonly command: string;
  readonly date: string;
  readonly seed: number;
  readonly contracts: number;
  readonly rows: readonly Row[];
  readonly table: Table;
  /** Of invariant I16, and parts beside which a bystander waited too long. */
  readonly violations: readonly string[];
}

/** What the attacks of one kind came to. */
interface ClassOf {
  attempts: number;
  unexpected: number;
  readonly waits: number[];
}

/** Kinds of attack beside which a bystander's message took longer (p99). @param mostMs 0: none is too slow */
export function slowClasses(rows: readonly Row[], mostMs: number): string[] {
  if (mostMs === 0) return [];
  return [...classesOf(rows)].flatMap(([name, { waits }]) =>
    p99(waits) > mostMs ? [`${name}: a bystander waited ${p99(waits)} ms (p99), more than ${mostMs}`] : [],
  );
}

export function toMarkdown(report: AbuseReport): string {
  const { command, date, seed, contracts, rows, table, violations } = report;
  const classes = classesOf(rows);
  const attempts = rows.reduce((sum, row) => sum + row.attempts, 0);
  const unexpected = rows.reduce((sum, row) => sum + row.unexpected.length, 0);
  const waits = rows.flatMap((row) => row.waits);
  return [
    `# Abuse: ${violations.length === 0 ? 'answered as expected' : 'SOMETHING IS WRONG'}`,
    `\`${command}\`, ${date}, seed ${seed}.`,
    `${contracts} contracts, ${rows.length} attacks, ${attempts} attempts; ${unexpected} answered otherwise than expected. Of a bystander's ${waits.length} messages meanwhile 99 of 100 were acknowledged and seen within ${p99(waits)} ms.`,
    [
      '| attacks | attempts | otherwise than expected | bystander, p99 | worst |',
      '| --- | ---: | ---: | ---: | ---: |',
      ...[...classes].map(
        ([name, one]) =>
          `| ${name} | ${one.attempts} | ${one.unexpected} | ${p99(one.waits)} ms | ${Math.round(Math.max(0, ...one.waits))} ms |`,
      ),
    ].join('\n'),
    ...(violations.length === 0 ? [] : [violations.map((says) => `- ${says}`).join('\n')]),
    ...(Object.keys(table).length === 0 ? [] : [matrix(table)]),
  ].join('\n\n');
}

/** By the class of attack, over all contracts. */
function classesOf(rows: readonly Row[]): ReadonlyMap<string, ClassOf> {
  const classes = new Map<string, ClassOf>();
  for (const row of rows) {
    const name = row.name.split(': ').at(-1) ?? row.name;
    const one = classes.get(name) ?? { attempts: 0, unexpected: 0, waits: [] };
    one.attempts += row.attempts;
    one.unexpected += row.unexpected.length;
    one.waits.push(...row.waits);
    classes.set(name, one);
  }
  return classes;
}

/** The wait, in milliseconds, that 99 of 100 do not exceed. */
function p99(waits: readonly number[]): number {
  const sorted = waits.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0);
}

function matrix(table: Table): string {
  return [
    `| command | chat | ${ACTORS.join(' | ')} |`,
    `| --- | --- | ${ACTORS.map(() => '---').join(' | ')} |`,
    ...Object.entries(table).flatMap(([command, relations]) =>
      RELATIONS.filter((relation) => relations[relation] !== undefined).map(
        (relation) =>
          `| ${command} | ${relation} | ${ACTORS.map((actor) => relations[relation]?.[actor] ?? '').join(' | ')} |`,
      ),
    ),
  ].join('\n');
}
