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

export function isVoice(name: DemoFileName): boolean {
  return TYPES[name].startsWith('audio/');
}

/** A file that somebody of the demo sends. */
export async function readDemoFile(name: DemoFileName) {
  const bytes = await readFile(fileURLToPath(new URL(name, FOLDER)));
  return { name, type: TYPES[name], bytes };
}
