import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import type { Attachments, FileRead } from './attachments.api.js';
import { listFiles } from './attachments.queries.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { FileReads } from './file-reads.js';
import { readPieces, servedPieces } from './pieces.js';

/** The feature as others see it: `attachments.api.ts`. */
@Injectable()
export class AttachmentsPort implements Attachments {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FileReads) private readonly reads: FileReads,
  ) {}

  readsNotedBy(note: (read: FileRead) => Promise<void>): void {
    this.reads.notedBy(note);
  }

  async listFiles(chatId: string, upTo: number) {
    const rows = await listFiles(this.database, chatId, upTo);
    return rows.map((row) => {
      const { id, name, type, message_seq: seq } = row;
      const size = row.size ?? row.length;
      const open = () => Readable.from(readPieces(this.blobs, id, servedPieces(row), { from: 0, to: size }));
      return { id, name, type: type ?? 'application/octet-stream', size, seq: seq ?? 0, open };
    });
  }
}
