import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import type { Database } from '../../database/database.js';
import type { Ids } from '../../kernel/ids.js';
import type { Metrics } from '../../kernel/metrics.js';
import { attachmentState } from './attachment-codes.js';
import { findAttachment } from './attachments.queries.js';
import { dropUpload, uploadReceived } from './attachments.repository.js';
import type { BlobStore } from './blobs/blob-store.js';
import { pieceName } from './pieces.js';

/** As much is held in memory before it is kept; what a cut connection brought is kept as well. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** Whoever needs more pieces sends them one byte at a time. */
const PIECES_MAX = 2000;
/** An upload that is in no message by then is swept away. */
export const UPLOAD_LIFE_MS = 24 * 3600 * 1000;

/** How the library is told what to answer. */
class Refusal extends Error {
  readonly status_code: number;
  readonly body: string;

  constructor({ status_code, body }: { readonly status_code: number; readonly body: string }) {
    super(body);
    this.status_code = status_code;
    this.body = body;
  }
}

/**
 * Uploads for the tus library: how far each one is stands in its row, its bytes are blobs, so that any server goes on with
 * it, whatever was killed. A piece counts once its blob is kept and its row moved on; one that did not get so far is
 * written again in its place.
 */
export class UploadStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];

  /** @param onReceived after the last byte of an upload was stored */
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    private readonly ids: Ids,
    private readonly metrics: Metrics,
    private readonly onReceived: (id: string) => Promise<void>,
  ) {
    super();
  }

  /** The row was made when the upload was let in (`upload-route.ts`). */
  override create(upload: Upload): Promise<Upload> {
    return Promise.resolve(upload);
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await findAttachment(this.database, id);
    if (row === undefined || row.state >= attachmentState.refused) throw new Refusal(ERRORS.FILE_NOT_FOUND);
    if (row.parts.length >= PIECES_MAX && row.state === attachmentState.uploading)
      throw new Refusal(ERRORS.ERR_SIZE_EXCEEDED);
    return new Upload({
      id,
      size: row.length,
      offset: row.received,
      metadata: { chatId: row.chat_id, filename: row.name, filetype: row.claimed_type },
      creation_date: row.created_at.toISOString(),
    });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    let waiting: Buffer[] = [];
    let size = 0;
    let at = offset;
    const keep = async (): Promise<void> => {
      if (size === 0) return;
      const bytes = Buffer.concat(waiting);
      [waiting, size] = [[], 0];
      await this.#keep(id, at, bytes);
      at += bytes.length;
    };
    try {
      for await (const chunk of stream) {
        waiting.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size >= PIECE_BYTES) await keep();
      }
    } catch (cut) {
      await keep();
      throw cut;
    }
    await keep();
    return at;
  }

  async #keep(id: string, at: number, bytes: Buffer): Promise<void> {
    const name = pieceName(at, this.ids.next().slice(-8));
    await this.blobs.put(id, name, bytes);
    const state = await uploadReceived(this.database, id, at, bytes.length, name);
    if (state === null) {
      // Cancelled, or another request was faster: its piece is in this place, or nothing should be.
      await this.blobs.remove(id, [name]);
      throw new Refusal(ERRORS.INVALID_OFFSET);
    }
    this.metrics.count('chat_upload_bytes_total', {}, bytes.length);
    if (state === attachmentState.processing) await this.onReceived(id);
  }

  /** Cancelled. One that is in a message is there for good. */
  override async remove(id: string): Promise<void> {
    if (!(await dropUpload(this.database, id))) throw new Refusal(ERRORS.FILE_NOT_FOUND);
    this.metrics.count('chat_uploads_total', { result: 'cancelled' });
  }

  override getExpiration(): number {
    return UPLOAD_LIFE_MS;
  }
}
