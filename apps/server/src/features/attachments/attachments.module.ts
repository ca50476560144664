import path from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { ATTACHMENTS } from './attachments.api.js';
import { AttachmentsPort } from './attachments-port.js';
import { BLOBS } from './blobs/blob-store.js';
import { DiskBlobs } from './blobs/disk-blobs.js';
import { S3Blobs } from './blobs/s3-blobs.js';
import { DownloadRoute } from './download-route.js';
import { FileLinks } from './file-links.js';
import { FileReads } from './file-reads.js';
import { GetUpload } from './get-upload.js';
import { LinkAttachments } from './link-attachments.js';
import { Processing } from './processing.js';
import { Clamd, SCANNER } from './scanner.js';
import { Sweeper } from './sweeper.js';
import { UploadRoute } from './upload-route.js';

const blobs = {
  provide: BLOBS,
  inject: [CONFIG],
  useFactory: ({ files, server }: Config) =>
    files.s3 === null ? new DiskBlobs(path.join(server.dataDir, 'files')) : new S3Blobs(files.s3),
};

const scanner = {
  provide: SCANNER,
  inject: [CONFIG],
  useFactory: ({ files }: Config) => (files.scanner === null ? null : new Clamd(files.scanner)),
};

/**
 * Owns `attachments` and the bytes behind it: uploads (tus), what is found out about them, and downloads.
 *
 * Invariants: `uploading → processing → ready | refused`, and from anywhere `deleted`, never back. A row moves after its
 * bytes are kept, so that a kill at any point leaves something to go on from. What a file is, its content says; images
 * are made anew, and what they were made of is removed. A file is in one message, for ever, which takes it in the
 * transaction that appends it (`append_with_attachments`); with the deletion of the message it is out of reach in the
 * same commit. Who may load it is asked of the chat at every request (`readable_attachment`).
 * Locks: the row; of several, none. Whoever holds a chat's lock may take rows of attachments, never the other way round.
 */
@Global()
@Module({
  providers: [
    blobs,
    scanner,
    FileLinks,
    FileReads,
    Processing,
    Sweeper,
    UploadRoute,
    DownloadRoute,
    GetUpload,
    LinkAttachments,
    { provide: ATTACHMENTS, useClass: AttachmentsPort },
  ],
  exports: [ATTACHMENTS],
})
export class AttachmentsModule {}
