import { blobKey, type BlobStore, type ByteRange } from './blobs/blob-store.js';
import type { AttachmentRow } from './attachments.queries.js';

/** A run of a file's bytes that is one blob. */
interface Piece {
  readonly name: string;
  /** Where in the file it begins. */
  readonly from: number;
  readonly to: number;
}

type Pieced = Pick<AttachmentRow, 'id' | 'length' | 'parts' | 'remade' | 'size'>;

/** A name for the blob that holds an upload's bytes from `offset` on; `mark` tells two that hold the same apart. */
export function pieceName(offset: number, mark: string): string {
  return `p${offset}-${mark}`;
}

/** The upload as it came. */
export function uploadPieces({ length, parts }: Pieced): Piece[] {
  const starts = parts.map((name) => Number(/^p(\d+)-/.exec(name)?.[1]));
  return parts.map((name, index) => ({ name, from: starts[index] ?? 0, to: starts[index + 1] ?? length }));
}

/** What is served of a ready attachment. */
export function servedPieces(row: Pieced): Piece[] {
  return row.remade ? [{ name: 'image', from: 0, to: row.size ?? 0 }] : uploadPieces(row);
}

/** The bytes of a range, out of the blobs that hold them, one after the other. */
export async function* readPieces(
  blobs: BlobStore,
  id: string,
  pieces: readonly Piece[],
  range: ByteRange,
): AsyncGenerator<Buffer> {
  for (const { name, from, to } of pieces) {
    const start = Math.max(range.from, from);
    const end = Math.min(range.to, to);
    if (start >= end) continue;
    let missing = end - start;
    for await (const chunk of await blobs.read(id, name, { from: start - from, to: end - from })) {
      missing -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    if (missing !== 0) throw new Error(`${blobKey(id, name)} has another length than was written`);
  }
}
