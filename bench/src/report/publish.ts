import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { publishBlock } from './blocks.js';
import { plotsOf } from './plots.js';
import { type Report, toMarkdown } from './report.js';

const TITLES: Readonly<Record<string, string>> = {
  'throughput.svg': 'Messages per second',
  'cpu.svg': 'CPU per 1,000 messages',
  'latency.svg': 'Latency',
  'history.svg': 'Reading',
};

/** Thousands of records would bury the rest. */
const withoutDevices = (report: Report): string =>
  `${JSON.stringify(report, (key, value: unknown) => (key === 'devices' ? undefined : value), 2)}\n`;

/** Writes table, JSON and plots into a folder. */
export async function keep(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'bench.md'), `${toMarkdown(report)}\n`);
  await writeFile(path.join(folder, 'bench.json'), withoutDevices(report));
  if (report.storm !== undefined)
    await writeFile(path.join(folder, 'storm-devices.json'), `${JSON.stringify(report.storm.devices, null, 1)}\n`);
  for (const [name, svg] of plotsOf(report)) await writeFile(path.join(folder, name), svg);
}

/** Puts a run into the documents: its table into docs/performance.md, JSON and plots beside it. @param docs the folder */
export async function publish(report: Report, docs: string): Promise<void> {
  const plots = path.join(docs, 'plots');
  await mkdir(plots, { recursive: true });
  const drawn = plotsOf(report);
  const images = [...drawn.keys()].map((name) => `![${TITLES[name] ?? name}](plots/${name})`).join('\n');
  await publishBlock(path.join(docs, 'performance.md'), 'bench', `${images}\n\n${toMarkdown(report)}`);
  await writeFile(path.join(plots, 'bench.json'), withoutDevices(report));
  for (const [name, svg] of drawn) await writeFile(path.join(plots, name), svg);
}
