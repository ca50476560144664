import { ACTORS, RELATIONS } from './access-cells.js';
import type { Table } from './access-matrix.js';

/** What came of one attack. */
export interface Row {
  readonly name: string;
  readonly attempts: number;
  readonly unexpected: readonly string[];
  readonly leaks: readonly string[];
}

export interface AbuseReport {
  readonly command: string;
  readonly date: string;
  readonly seed: number;
  readonly contracts: number;
  readonly rows: readonly Row[];
  readonly table: Table;
  /** Of invariant I16. */
  readonly violations: readonly string[];
  readonly bystanderP99Ms: number;
}

export function toMarkdown({
  command,
  date,
  seed,
  contracts,
  rows,
  table,
  violations,
  bystanderP99Ms,
}: AbuseReport): string {
  const attempts = rows.reduce((sum, row) => sum + row.attempts, 0);
  const unexpected = rows.reduce((sum, row) => sum + row.unexpected.length, 0);
  const classes = new Map<string, number>();
  for (const row of rows) {
    const name = row.name.split(': ').at(-1) ?? row.name;
    classes.set(name, (classes.get(name) ?? 0) + row.attempts);
  }
  return [
    `# Abuse: ${violations.length === 0 ? 'answered as expected' : 'SOMETHING IS WRONG'}`,
    `\`${command}\`, ${date}, seed ${seed}.`,
    `${contracts} contracts, ${rows.length} attacks, ${attempts} attempts; ${unexpected} answered otherwise than expected. A bystander's message was acknowledged and seen within ${bystanderP99Ms} ms (p99) meanwhile.`,
    ['| class | attempts |', '| --- | ---: |', ...[...classes].map(([name, count]) => `| ${name} | ${count} |`)].join(
      '\n',
    ),
    ...(violations.length === 0 ? [] : [violations.map((says) => `- ${says}`).join('\n')]),
    ...(Object.keys(table).length === 0 ? [] : [matrix(table)]),
  ].join('\n\n');
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
