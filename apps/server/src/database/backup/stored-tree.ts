import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../config/make-folder.js';
import { BackupError, type StoredFile } from './backup-form.js';

/** Copies every file below a folder. One that is removed meanwhile was removed by a user, and is left out. */
export async function copyTree(from: string, backup: string, under: string): Promise<readonly StoredFile[]> {
  if (!existsSync(from)) return [];
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files: StoredFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const inTree = path.relative(from, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    const file = `${under}/${inTree}`;
    const target = path.join(backup, file);
    makeFolder(path.dirname(target), 0o700);
    try {
      await copyFile(path.join(from, inTree), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    files.push({ file, bytes: (await stat(target)).size, sha256: await hashOf(target) });
  }
  return files;
}

/** @throws BackupError before anything is copied, when a file is missing or is not what was written */
export async function restoreTree(
  backup: string,
  files: readonly StoredFile[],
  under: string,
  to: string,
): Promise<void> {
  for (const { file, bytes, sha256 } of files) {
    const source = inside(backup, file);
    const found = existsSync(source) ? await hashOf(source) : '';
    if (found !== sha256) throw new BackupError(`${file} (${bytes} bytes) is missing or damaged. Nothing was changed.`);
  }
  for (const { file } of files) {
    const target = inside(to, file.slice(under.length + 1));
    makeFolder(path.dirname(target), 0o700);
    await copyFile(inside(backup, file), target);
  }
}

function inside(folder: string, file: string): string {
  const found = path.resolve(folder, file);
  if (!found.startsWith(path.resolve(folder) + path.sep)) throw new BackupError(`${file} leads out of the backup.`);
  return found;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
