import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../kernel/clock.js';
import { picture } from '../testing/pictures.js';
import { webm } from '../testing/sounds.js';
import { MediaFault, MediaWorker } from './media-worker.js';
import type { Inspection } from './verdict.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inspection(bytes: Buffer, claim: Inspection['claim']): Promise<Inspection> {
  const file = path.join(folder, 'upload');
  await writeFile(file, bytes);
  return { file, folder, claim, claimedType: '', name: 'a', maxPixels: null };
}

it.each([
  ['takes more of the processor than a file may', { cpuMs: 300, silentMs: 60_000, wholeMs: 60_000 }],
  ['says nothing for too long', { cpuMs: 60_000, silentMs: 50, wholeMs: 60_000 }],
  ['takes too long in all', { cpuMs: 60_000, silentMs: 60_000, wholeMs: 50 }],
])('[FI8] a file over which the program %s is what it dies of', async (_, limits) => {
  const worker = new MediaWorker(systemClock, limits);
  try {
    await expect(worker.inspect(await inspection(webm(900_000), 'audio'))).rejects.toThrow(MediaFault);
  } finally {
    worker.stop();
  }
});

it('[FI8] the next file is looked at by another program', async () => {
  const worker = new MediaWorker(systemClock, { cpuMs: 300, silentMs: 60_000, wholeMs: 60_000 });
  try {
    await expect(worker.inspect(await inspection(webm(900_000), 'audio'))).rejects.toThrow(MediaFault);
    const image = await inspection(await picture('jpeg', 40, 40), 'image');
    expect(await worker.inspect(image)).toMatchObject({ kind: 'image', width: 40 });
  } finally {
    worker.stop();
  }
});
