import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Beside the sources, and as far from the build; how they were made says their README. */
const FOLDER = new URL('../../../demo-files/', import.meta.url);

const TYPES = {
  'fence-after-the-storm.jpg': 'image/jpeg',
  'fence-loose-post.jpg': 'image/jpeg',
  'fence-repaired.jpg': 'image/jpeg',
  'cracked-hose.jpg': 'image/jpeg',
  'presupuesto-1071.pdf': 'application/pdf',
  'at-the-door.ogg': 'audio/ogg',
} as const;

export type DemoFileName = keyof typeof TYPES;

/** How loud the voice messages are. */
const PEAKS: Partial<Record<DemoFileName, readonly number[]>> = {
  'at-the-door.ogg': [
    3, 71, 61, 80, 50, 68, 52, 69, 83, 67, 69, 51, 48, 65, 56, 59, 63, 82, 42, 39, 71, 100, 67, 65, 53, 59, 59, 66, 64,
    28, 58, 66, 81, 68, 61, 70, 33, 84, 75, 78, 67, 78, 81, 93, 80, 87, 84, 21,
  ],
};

export function isVoice(name: DemoFileName): boolean {
  return TYPES[name].startsWith('audio/');
}

/** A file that somebody of the demo sends. */
export async function readDemoFile(name: DemoFileName) {
  const bytes = await readFile(fileURLToPath(new URL(name, FOLDER)));
  return { name, type: TYPES[name], bytes, peaks: PEAKS[name] ?? null };
}
