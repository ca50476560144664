import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { makeFolder } from '../../../config/make-folder.js';
import { blobFolder, blobKey, type BlobStore, type ByteRange, MissingBlob } from './blob-store.js';

/** Blobs as files of a folder. A file appears whole or not at all, and is on the disk before anybody is told of it. */
export class DiskBlobs implements BlobStore {
  #temporary = 0;

  /** @param folder absolute; made when it is needed */
  constructor(private readonly folder: string) {}

  async put(id: string, name: string, bytes: Buffer): Promise<void> {
    const target = path.join(this.folder, blobKey(id, name));
    const folder = path.dirname(target);
    makeFolder(folder, 0o700);
    const draft = `${target}.${process.pid}-${this.#temporary++}`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    await syncFolder(folder);
    await syncFolder(path.dirname(folder));
  }

  async read(id: string, name: string, { from, to }: ByteRange): Promise<Readable> {
    const file = await open(path.join(this.folder, blobKey(id, name)), 'r').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new MissingBlob(id, name) : error;
    });
    return file.createReadStream({ start: from, end: to - 1, autoClose: true });
  }

  async remove(id: string, names: readonly string[]): Promise<void> {
    for (const name of names) await rm(path.join(this.folder, blobKey(id, name)), { force: true });
  }

  async removeAll(id: string, but: readonly string[] = []): Promise<void> {
    const folder = path.join(this.folder, blobFolder(id));
    if (but.length === 0) return rm(folder, { recursive: true, force: true });
    for (const name of await readdir(folder).catch(() => [])) {
      if (!but.includes(name)) await rm(path.join(folder, name), { force: true });
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs it for nothing.
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
