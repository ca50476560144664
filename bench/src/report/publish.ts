import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { plotsOf } from './plots.js';
import { type Report, toMarkdown } from './report.js';

const TITLES: Readonly<Record<string, string>> = {
  'throughput.svg': 'Messages per second',
  'cpu.svg': 'CPU per 1,000 messages',
  'latency.svg': 'Latency',
  'history.svg': 'Reading',
};
const [START, END] = ['<!-- generated: bench -->', '<!-- end: bench -->'];

/** Writes table, JSON and plots into a folder. */
export async function keep(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'bench.md'), `${toMarkdown(report)}\n`);
  await writeFile(path.join(folder, 'bench.json'), `${JSON.stringify(report, null, 1)}\n`);
  for (const [name, svg] of plotsOf(report)) await writeFile(path.join(folder, name), svg);
}

/** Puts a run into the documents: its table into docs/performance.md, JSON and plots beside it. @param docs the folder */
export async function publish(report: Report, docs: string): Promise<void> {
  const file = path.join(docs, 'performance.md');
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file} has no block ${START} … ${END}`);
  const plots = path.join(docs, 'plots');
  await mkdir(plots, { recursive: true });
  const drawn = plotsOf(report);
  const images = [...drawn.keys()].map((name) => `![${TITLES[name] ?? name}](plots/${name})`).join('\n');
  const block = `${images}\n\n${toMarkdown(report)}`;
  await writeFile(file, `${text.slice(0, from + START.length)}\n\n${block}\n\n${text.slice(to)}`);
  await writeFile(path.join(plots, 'bench.json'), `${JSON.stringify(report, null, 1)}\n`);
  for (const [name, svg] of drawn) await writeFile(path.join(plots, name), svg);
}
