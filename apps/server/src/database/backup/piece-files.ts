import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { BackupError, type StoredFile } from './backup-form.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Of COPY's text; a piece is compressed while the next one is being read. */
const PIECE_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 3;

/** Writes what comes as `NAME.0001.gz`, `NAME.0002.gz` …; nothing at all when nothing comes. */
export async function writePieces(
  source: AsyncIterable<Buffer>,
  folder: string,
  name: string,
): Promise<readonly StoredFile[]> {
  const begun: Promise<StoredFile>[] = [];
  let held: Buffer[] = [];
  let size = 0;
  const put = async (): Promise<void> => {
    const file = `${name}.${String(begun.length + 1).padStart(4, '0')}.gz`;
    const piece = writePiece(Buffer.concat(held), folder, file);
    // Who waits for it is told; nobody else is to hear of a promise that failed.
    piece.catch(() => undefined);
    begun.push(piece);
    [held, size] = [[], 0];
    await begun.at(-AT_ONCE);
  };
  for await (const bytes of source) {
    held.push(bytes);
    size += bytes.length;
    if (size >= PIECE_BYTES) await put();
  }
  if (size > 0) await put();
  return Promise.all(begun);
}

async function writePiece(text: Buffer, folder: string, file: string): Promise<StoredFile> {
  const bytes = await compress(text, { level: 1 });
  await writeFile(path.join(folder, file), bytes, { mode: 0o600, flag: 'wx', flush: true });
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * What was written, piece by piece.
 * @throws BackupError at the first piece that is missing or is not what was written; nothing of it is given then
 */
export async function* readPieces(folder: string, pieces: readonly StoredFile[]): AsyncGenerator<Buffer> {
  let next = pieces[0] === undefined ? null : readPiece(folder, pieces[0]);
  for (let index = 0; next !== null; index += 1) {
    const text: Buffer = await next;
    const following = pieces[index + 1];
    next = following === undefined ? null : readPiece(folder, following);
    next?.catch(() => undefined);
    yield text;
  }
}

async function readPiece(folder: string, stored: StoredFile): Promise<Buffer> {
  return decompress(await readStored(folder, stored));
}

/** @throws BackupError */
async function readStored(folder: string, { file, bytes, sha256 }: StoredFile): Promise<Buffer> {
  const found = await readFile(path.join(folder, file)).catch(() => {
    throw new BackupError(`${file} is missing: the backup is not complete.`);
  });
  if (found.length !== bytes || createHash('sha256').update(found).digest('hex') !== sha256) {
    throw new BackupError(`${file} is not what was written: the backup is damaged. Nothing was changed.`);
  }
  return found;
}
