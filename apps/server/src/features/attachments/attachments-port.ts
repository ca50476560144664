import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ATTACHMENTS_MAX } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import type { Attachments, FileCopy, FileRead } from './attachments.api.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { blobOf, listFiles } from './attachments.queries.js';
import { copyFiles, dropUpload } from './attachments.repository.js';
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
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  readsNotedBy(note: (read: FileRead) => Promise<void>): void {
    this.reads.notedBy(note);
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
