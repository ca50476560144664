import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Ground } from '../cluster/ground.js';
import { check } from '../invariants/check.js';
import { checkMatrix, type Table } from './access-matrix.js';
import { type AbuseReport, slowClasses, toMarkdown, type Row } from './abuse-report.js';
import { ALLOWED, attackWithAddresses } from './address-attacks.js';
import { CLASSES, CONTRACTS, Findings } from './contract-attacks.js';
import { FLOOD_LIMITS, FLOOD_PAUSE_MS, FLOODS, flood } from './floods.js';
import { fuzzContract } from './fuzz.js';
import { type AttackResult, Scene } from './scene.js';
import { attackUploads } from './upload-attacks.js';
import { attackWithFrames, attackWithRequests } from './wire-attacks.js';

/**
 * `npm run abuse`: every contract under every class of attack, fuzzing from its schema, raw frames and requests, files,
 * addresses that lead inside, the access matrix, floods; each with its expected answer, and bystanders who are served meanwhile. Ends with 1 when one is not.
 */
const PARTS = ['contracts', 'fuzz', 'wire', 'files', 'addresses', 'access', 'floods'] as const;
const HELP = `npm run abuse -- [--only ${PARTS.join(',')}] [--contract name] [--seed N] [--runs 60, of each contract]
  [--seconds 20, for each contract's runs] [--p99 250: milliseconds that a bystander may wait during each part; 0: as long as it takes] [--out folder]`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    contract: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '20' },
    p99: { type: 'string', default: '250' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const parts = new Set<string>(values.only?.split(',') ?? PARTS);
const chosen = CONTRACTS.filter(({ name }) => values.contract === undefined || name === values.contract);

async function attackContracts(scene: Scene, rows: Row[]): Promise<void> {
  const attack = async (name: string, work: () => Promise<AttackResult>): Promise<void> => {
    const result = await scene.attack(name, work);
    rows.push({ name, ...result });
    const { unexpected, leaks } = result;
    if (unexpected.length + leaks.length > 0) say(`${name}: ${[...unexpected, ...leaks].slice(0, 3).join('\n  ')}`);
  };
  if (parts.has('contracts'))
    for (const contract of chosen) {
      // A place of its own: what one contract does (logging out, erasing) is nothing to the next.
      const place = await scene.place();
      for (const [name, run] of Object.entries(CLASSES)) {
        await attack(`${contract.name}: ${name}`, async () => {
          const findings = new Findings();
          await run(scene, contract, place, findings);
          return findings.result;
        });
      }
      say(`${contract.name}: attacked`);
    }
  const fuzzing = { seed, runs: Number(values.runs), seconds: Number(values.seconds) };
  if (parts.has('fuzz'))
    for (const contract of chosen) {
      const place = await scene.place();
      await attack(`${contract.name}: fuzz`, () => fuzzContract(scene, contract, place, fuzzing));
    }
  if (parts.has('wire')) {
    const place = await scene.place();
    await attack('raw frames', () => attackWithFrames(scene, place));
    await attack('raw requests', () => attackWithRequests(scene, place));
  }
  if (parts.has('files')) {
    const place = await scene.place();
    await attack('files', () => attackUploads(scene, place));
  }
  if (parts.has('addresses')) {
    const place = await scene.place();
    await attack('addresses', () => attackWithAddresses(scene, place));
  }
}

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(`${HELP}\n`);
  for (const part of parts)
    if (!PARTS.some((known) => known === part)) throw new Error(`--only: there is no ${part}\n${HELP}`);
  const ground = await Ground.start({ pooler: false });
  const rows: Row[] = [];
  let table: Table = {};
  const history = [];
  try {
    const scene = await Scene.open(ground, {
      OUTGOING_ALLOW: ALLOWED,
      LINK_PREVIEWS: 'on',
      LIMIT_LINK_PREVIEWS: '0',
      LIMIT_EXPORT: '0',
    });
    try {
      await attackContracts(scene, rows);
      if (parts.has('access')) {
        const name = 'access matrix';
        const result = await scene.attack(name, async () => {
          const found = await checkMatrix(scene, say);
          table = found.table;
          return found;
        });
        rows.push({ name, ...result });
      }
      history.push(...scene.recorder.history);
    } finally {
      await scene.close();
    }
    if (parts.has('floods')) {
      const flooded = await Scene.open(ground, FLOOD_LIMITS, FLOOD_PAUSE_MS);
      try {
        for (const name of Object.keys(FLOODS)) {
          const place = await flooded.place();
          const result = await flooded.attack(name, () => flood(flooded, place, name));
          rows.push({ name, ...result });
          say(`${name}: ${result.unexpected.join('; ') || 'stopped'}`);
        }
        history.push(...flooded.recorder.history);
      } finally {
        await flooded.close();
      }
    }
  } finally {
    await ground.stop();
  }
  const violations = check(history.map((event, n) => ({ ...event, n }))).map(({ says }) => says);
  const report: AbuseReport = {
    command: ['npm run abuse --', ...process.argv.slice(2)].join(' '),
    date: new Date().toISOString(),
    seed,
    contracts: chosen.length,
    rows,
    table,
    violations: [...violations, ...slowClasses(rows, Number(values.p99))],
  };
  const markdown = toMarkdown(report);
  process.stdout.write(`${markdown}\n`);
  if (values.out !== undefined) {
    await mkdir(values.out, { recursive: true });
    await writeFile(`${values.out}/abuse.md`, `${markdown}\n`);
    await writeFile(
      `${values.out}/abuse.json`,
      `${JSON.stringify(report, (key, value) => (key === 'waits' ? undefined : value), 1)}\n`,
    );
  }
  process.exitCode = report.violations.length === 0 ? 0 : 1;
}

await main();
// Connections of attackers may still be open.
process.exit();
