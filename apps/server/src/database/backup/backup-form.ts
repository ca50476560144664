import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Written last: a folder without it is no backup. */
export const MANIFEST = 'manifest.json';

const storedFile = z.strictObject({
  /** From the backup's folder, with `/`. */
  file: z.string().regex(/^[\w./-]+$/),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StoredFile = z.infer<typeof storedFile>;

const tableForm = z.strictObject({
  /** Null: the schema of the chat, whatever it is called where it is restored. */
  schema: z.string().nullable(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().nonnegative(),
  /** Pieces of what COPY gave, as gzip, in order. */
  pieces: z.array(storedFile),
});
export type BackupTable = z.infer<typeof tableForm>;

const sequenceForm = z.strictObject({
  schema: z.string().nullable(),
  name: z.string(),
  last: z.string().regex(/^-?\d+$/),
  called: z.boolean(),
});
export type BackupSequence = z.infer<typeof sequenceForm>;

const manifestForm = z.strictObject({
  form: z.literal(1),
  /** When its transaction began: what was committed before is in it, nothing else. */
  takenAt: z.iso.datetime(),
  epoch: z.uuid(),
  /** The steps of the schema that it was taken from, in order. */
  migrations: z.array(z.string()).min(1),
  /** In an order in which they can be filled: what is referred to comes first. */
  tables: z.array(tableForm),
  sequences: z.array(sequenceForm),
  /** Uploads; null when they are not in it, because they are in a bucket or were left out. */
  files: z.array(storedFile).nullable(),
});
export type Manifest = z.infer<typeof manifestForm>;

/** A backup cannot be made or restored; the message says why and what to do. */
export class BackupError extends Error {}

/** @throws BackupError when the folder holds no backup, an unfinished one, or one that somebody changed */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => {
    throw new BackupError(`${folder} has no ${MANIFEST}: it is no backup, or one that was not finished.`);
  });
  const [seal = '', ...rest] = text.split('\n');
  const body = rest.join('\n');
  if (seal !== sealOf(body)) throw new BackupError(`${MANIFEST} is not what was written: the backup is damaged.`);
  const read = manifestForm.safeParse(JSON.parse(body));
  if (!read.success) throw new BackupError(`${MANIFEST} is of a form that this version does not know.`);
  return read.data;
}

/** The first line says what the rest has to be. */
export function manifestText(manifest: Manifest): string {
  const body = JSON.stringify(manifest, null, 1);
  return `${sealOf(body)}\n${body}`;
}

function sealOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
