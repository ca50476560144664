import type { Readable } from 'node:stream';

/** Bytes from `from` up to, and without, `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Where bytes are kept. A blob is one piece of an attachment, or one thing that was made of it; it never changes. */
export interface BlobStore {
  /** Keeps `bytes`, in the place of what was there; it survives any crash when the promise resolves. */
  put(id: string, name: string, bytes: Buffer): Promise<void>;
  /** @throws MissingBlob when there is none; the stream fails when it ends too early */
  read(id: string, name: string, range: ByteRange): Promise<Readable>;
  /** Removes these; what is not there is no failure. */
  remove(id: string, names: readonly string[]): Promise<void>;
  /** Removes whatever there is of an attachment, also what no row speaks of; `but` of these. */
  removeAll(id: string, but?: readonly string[]): Promise<void>;
}

export const BLOBS = Symbol('BlobStore');

export class MissingBlob extends Error {
  constructor(id: string, name: string) {
    super(`the store has no ${name} of attachment ${id}`);
  }
}

const NAME = /^(?:p\d{1,15}-[0-9a-f]{8}|image|thumbnail)$/;
const ID = /^[0-9a-f-]{36}$/;

/** What all blobs of an attachment begin with. The end of a UUIDv7 is random: no folder gets too full. */
export function blobFolder(id: string): string {
  if (!ID.test(id)) throw new Error('not the id of an attachment');
  return `${id.slice(-2)}/${id}/`;
}

/** The key of a blob. @throws when it is none of ours, so that no path can ever be made of foreign text */
export function blobKey(id: string, name: string): string {
  if (!NAME.test(name)) throw new Error('not the name of a blob');
  return blobFolder(id) + name;
}
