import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ATTACHMENTS_MAX } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import type { Attachments, FileCopy, FileRead, NewFile } from './attachments.api.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { blobOf, listFiles } from './attachments.queries.js';
import { cleanName } from './attachments.rules.js';
import { beginUpload, copyFiles, dropUpload, uploadReceived } from './attachments.repository.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { FileReads } from './file-reads.js';
import { pieceName, readPieces, servedPieces } from './pieces.js';
import { Processing } from './processing.js';

/** The feature as others see it: `attachments.api.ts`. */
@Injectable()
export class AttachmentsPort implements Attachments {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FileReads) private readonly reads: FileReads,
    @Inject(Processing) private readonly processing: Processing,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  readsNotedBy(note: (read: FileRead) => Promise<void>): void {
    this.reads.notedBy(note);
  }

  async addFile({ chatId, ownerId, name, type, bytes }: NewFile): Promise<string> {
    const id = this.ids.next();
    const upload = { id, chatId, ownerId, name: cleanName(name), claimedType: type, length: bytes.length, peaks: null };
    await beginUpload(this.database, upload, { openUploads: null, uploadsPerDay: null, uploadBytesPerDay: null });
    const piece = pieceName(0, id.slice(-8));
    await this.blobs.put(id, piece, bytes);
    await uploadReceived(this.database, id, 0, bytes.length, piece);
    await this.processing.finish(id);
    return id;
  }

  copyFiles(copy: FileCopy): Promise<string[]> {
    const ids = Array.from({ length: ATTACHMENTS_MAX }, () => this.ids.next());
    return copyFiles(this.database, copy, ids, this.clock.now());
  }

  async dropCopies(ids: readonly string[]): Promise<void> {
    for (const id of ids) await dropUpload(this.database, id);
  }

  async listFiles(chatId: string, upTo: number) {
    const rows = await listFiles(this.database, chatId, upTo);
    return rows.map((row) => {
      const { id, name, type, message_seq: seq } = row;
      const blob = blobOf(row);
      const size = row.size ?? row.length;
      const open = () => Readable.from(readPieces(this.blobs, blob, servedPieces(row), { from: 0, to: size }));
      return { id, name, type: type ?? 'application/octet-stream', size, seq: seq ?? 0, open };
    });
  }
}
