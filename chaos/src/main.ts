import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster/cluster.js';
import { Ground, query } from './cluster/ground.js';
import { HARDSHIPS } from './hardships/hardships.js';
import { MUTANTS } from './mutants/mutants.js';
import { Laboratory } from './mutants/prove.js';
import { type HardshipResult, isWell, type MutantResult, type Report, toMarkdown } from './report/report.js';
import { addRound, emptyTally, type Tally } from './report/tally.js';
import { FAULTS, type FaultName } from './round/schedule.js';
import { runRollingRound } from './round/rolling-round.js';
import { runSeededRound } from './round/seeded-round.js';

/**
 * `npm run chaos`: rounds of operations and faults for some minutes, each checked against every invariant; then the
 * mutants, each of which has to turn it red. Ends with 1 when something is wrong.
 */
const HELP = `npm run chaos -- [--minutes 3] [--seed N] [--rounds N] [--steps 300] [--nodes 3] [--shrink-minutes 2]
  [--only rounds,rolling,hardships,mutants or names of faults] [--out folder]
  [--from folder: one deploy from the build in that folder to this one, and nothing else]
The faults: ${Object.keys(FAULTS).join(' ')}`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string' },
    rounds: { type: 'string' },
    steps: { type: 'string', default: '300' },
    nodes: { type: 'string', default: '3' },
    'shrink-minutes': { type: 'string', default: '2' },
    only: { type: 'string' },
    out: { type: 'string' },
    from: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const LONGEST_FAULT_MS = 2000;
/** Tips come every 25 s; what they tell has to be fetched. */
const QUIET_MS = 45_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name}: ${text} is no number`);
  return value;
}

const PARTS = ['rounds', 'rolling', 'hardships', 'mutants'] as const;
type Part = (typeof PARTS)[number];

interface Plan {
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly steps: number;
  readonly nodes: number;
  readonly shrinkMs: number;
  readonly faults: readonly FaultName[];
  readonly parts: ReadonlySet<Part>;
}

function planOf(): Plan {
  const chosen = values.only?.split(',') ?? PARTS;
  const faults = chosen.filter((name): name is FaultName => name in FAULTS);
  const parts = new Set<Part>(PARTS.filter((part) => chosen.includes(part)));
  const unknown = chosen.filter((name) => !(name in FAULTS) && !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}\n${HELP}`);
  if (faults.length > 0) parts.add('rounds');
  return {
    seed: number('seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000))),
    minutes: number('minutes', values.minutes),
    rounds: number('rounds', values.rounds ?? '1000000'),
    steps: number('steps', values.steps),
    nodes: number('nodes', values.nodes),
    shrinkMs: number('shrink-minutes', values['shrink-minutes']) * 60_000,
    faults: faults.length > 0 ? faults : (Object.keys(FAULTS) as FaultName[]),
    parts,
  };
}

async function playRounds(ground: Ground, plan: Plan): Promise<Tally> {
  const tally = emptyTally();
  const cluster = await Cluster.start(ground, { nodes: plan.nodes });
  const until = performance.now() + plan.minutes * 60_000;
  try {
    for (let at = 0; at < plan.rounds && performance.now() < until; at += 1) {
      const seed = plan.seed + at;
      const options = { ...plan, longestFaultMs: LONGEST_FAULT_MS, quietMs: QUIET_MS };
      const round = await runSeededRound(cluster, seed, options);
      addRound(tally, round);
      if (round.failure !== null) await keep(`history-${seed}.json`, JSON.stringify(round.result.history));
      const faults = Object.values(round.result.faults).reduce((sum, count) => sum + count, 0);
      say(`seed ${seed}: ${round.steps.length} steps, ${faults} faults, ${round.failure?.first ?? 'well'}`);
    }
    return tally;
  } finally {
    await cluster.stop();
  }
}

/** Deploys: every server is drained and started again, one after the other, while people write. @returns what went wrong */
async function roll(ground: Ground, plan: Plan): Promise<string[]> {
  const cluster = await Cluster.start(ground, { nodes: plan.nodes });
  const until = performance.now() + plan.minutes * 60_000;
  const wrong: string[] = [];
  try {
    for (let at = 0; at < plan.rounds && performance.now() < until; at += 1) {
      const { restarts, first } = await runRollingRound(cluster, plan.seed + at, { quietMs: QUIET_MS });
      say(`rolling ${plan.seed + at}: ${restarts.join('; ')}; ${first ?? 'well'}`);
      if (first !== null) wrong.push(first);
    }
    return wrong;
  } finally {
    await cluster.stop();
  }
}

/** A deploy from another build to this one, whose servers serve side by side meanwhile. @returns what went wrong */
async function upgrade(ground: Ground, plan: Plan, from: string): Promise<string | null> {
  const server = path.join(from, 'apps', 'server', 'dist', 'main.js');
  const cluster = await Cluster.start(ground, { nodes: plan.nodes, server });
  try {
    const steps = async () =>
      (await query<{ name: string }>(cluster.database, 'select name from stm_chat_migrations order by name')).map(
        ({ name }) => name,
      );
    const before = new Set(await steps());
    const { restarts, first, sends } = await runRollingRound(cluster, plan.seed, { quietMs: QUIET_MS });
    const added = (await steps()).filter((name) => !before.has(name));
    say(`seed ${plan.seed}: ${restarts.join('; ')}; ${sends} messages acknowledged`);
    say(`steps of the schema that this build brought: ${added.join(', ') || 'none'}`);
    say(first ?? 'well');
    return first;
  } finally {
    await cluster.stop();
  }
}

/** Into the folder of `--out`, if there is one. */
async function keep(name: string, text: string): Promise<void> {
  if (values.out === undefined) return;
  await mkdir(values.out, { recursive: true });
  await writeFile(`${values.out}/${name}`, text);
}

/** What happens to a server in its life and is no matter of seconds. */
async function endureHardships(ground: Ground): Promise<HardshipResult[]> {
  const results: HardshipResult[] = [];
  for (const { name, promise, endure } of HARDSHIPS) {
    const came = await endure(ground).catch((error: unknown) => ({ proof: '', problems: [String(error)] }));
    results.push({ name, promise, came });
    say(
      `${name}: ${came === null ? 'not possible on this machine' : came.problems.join('; ') || `well; ${came.proof}`}`,
    );
  }
  return results;
}

/** On servers that hear nothing of each other: what one tells at once would hide what another one does not look at. */
async function showMutants(): Promise<MutantResult[]> {
  const ground = await Ground.start({ pooler: false });
  try {
    return await showMutantsOn(ground);
  } finally {
    await ground.stop();
  }
}

async function showMutantsOn(ground: Ground): Promise<MutantResult[]> {
  const laboratory = await Laboratory.open(ground);
  const results: MutantResult[] = [];
  try {
    for (const mutant of MUTANTS) {
      const { name, expects } = mutant;
      const { broken } = await laboratory.prove(mutant, true);
      const without = await laboratory.prove(mutant, false);
      const result = {
        name,
        expects,
        broken,
        caught: broken.includes(expects),
        wellWithout: without.broken.length === 0,
      };
      say(`${name}: ${broken.join(' ') || 'nothing'}${result.wellWithout ? '' : `; without it: ${without.first}`}`);
      results.push(result);
    }
    return results;
  } finally {
    await laboratory.close();
  }
}

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(`${HELP}\n`);
  const plan = planOf();
  const ground = await Ground.start({ pooler: true, redis: true });
  try {
    if (values.from !== undefined) {
      process.exitCode = (await upgrade(ground, plan, values.from)) === null ? 0 : 1;
      return;
    }
    const tally = plan.parts.has('rounds') ? await playRounds(ground, plan) : null;
    const deploys = plan.parts.has('rolling') ? await roll(ground, plan) : [];
    const hardships = plan.parts.has('hardships') ? await endureHardships(ground) : [];
    const mutants = plan.parts.has('mutants') ? await showMutants() : [];
    const report: Report = {
      command: ['npm run chaos --', ...process.argv.slice(2)].join(' '),
      date: new Date().toISOString(),
      machine: { cores: os.cpus().length, memoryGiB: Math.round(os.totalmem() / 2 ** 30), node: process.version },
      seed: plan.seed,
      minutes: plan.minutes,
      nodes: plan.nodes,
      pooler: ground.pooler !== null,
      tally,
      deploys: { problems: deploys },
      hardships,
      mutants,
    };
    const markdown = toMarkdown(report);
    process.stdout.write(`${markdown}\n`);
    await keep('chaos.md', `${markdown}\n`);
    await keep('chaos.json', `${JSON.stringify(report, null, 1)}\n`);
    process.exitCode = isWell(report) ? 0 : 1;
  } finally {
    await ground.stop();
  }
}

await main();
// Connections that a fault left half open would keep the process.
process.exit();
