import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { makeFolder } from '../../config/make-folder.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { type JobRun, JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { attachmentState } from './attachment-codes.js';
import { type AttachmentRow, blobOf, findAttachment } from './attachments.queries.js';
import { piecesRemoved, settleScan, settleUpload } from './attachments.repository.js';
import { claimOf, mediaType, nameOfType } from './attachments.rules.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { MediaFault, MediaWorker } from './media/media-worker.js';
import type { Verdict } from './media/verdict.js';
import { readPieces, servedPieces, uploadPieces } from './pieces.js';
import { SCANNER, type Scanner } from './scanner.js';

const PROCESS: JobTask<{ readonly id: string }> = { name: 'process_attachment' };
/** A file that killed the program that often is not tried on it again. */
const FAULTS_MAX = 2;
/** Users share them by their ids; each holds one job of a server at most. */
const QUEUES = 16;

/**
 * Between the last byte and the message: an upload is scanned, looked at, and made anew if it is an image. A job, so that
 * it happens whatever is killed; each step leaves what the one before it left, or the next one's. Only the last one is
 * seen, when the row becomes `ready` or `refused`.
 */
@Injectable()
export class Processing implements OnApplicationShutdown {
  readonly #worker: MediaWorker;
  readonly #folder: string;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(SCANNER) private readonly scanner: Scanner | null,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#worker = new MediaWorker(clock);
    this.#folder = path.join(config.server.dataDir, 'tmp');
    jobs.handle(PROCESS, ({ id }, run) => this.#process(id, run));
  }

  /** Where files lie while they are looked at; what is older than a job was left by a server that was killed. */
  get folder(): string {
    return this.#folder;
  }

  /**
   * All bytes are there. Called again for the same one, nothing more happens. One user's files are looked at one after the
   * other: whoever sends many that take long is in nobody else's way, and in that of no other job.
   */
  async begin(id: string): Promise<void> {
    const row = await findAttachment(this.database, id);
    if (row === undefined) return;
    await this.jobs.add(PROCESS, { id }, { key: `attachment ${id}`, queue: `files ${row.owner_id % QUEUES}` });
  }

  /**
   * Does it now, once.
   * @throws when the file is refused
   */
  async finish(id: string): Promise<void> {
    await this.#process(id, { attempt: FAULTS_MAX });
    const row = await findAttachment(this.database, id);
    if (row?.state !== attachmentState.ready) throw new Error(`${row?.name ?? id}: ${row?.refusal ?? 'not there'}`);
  }

  onApplicationShutdown(): void {
    this.#worker.stop();
  }

  async #process(id: string, run: Pick<JobRun, 'attempt'>): Promise<void> {
    const row = await findAttachment(this.database, id);
    if (row?.state === attachmentState.processing) await this.#decide(row, run);
    else if (row?.state === attachmentState.ready && row.scanned_at === null) await this.#scanLate(row);
  }

  async #decide(row: AttachmentRow, run: Pick<JobRun, 'attempt'>): Promise<void> {
    const startedAt = performance.now();
    makeFolder(this.#folder, 0o700);
    const folder = await mkdtemp(path.join(this.#folder, 'file-'));
    try {
      const file = path.join(folder, 'upload');
      await pipeline(
        Readable.from(readPieces(this.blobs, row.id, uploadPieces(row), { from: 0, to: row.length })),
        createWriteStream(file, { mode: 0o600 }),
      );
      const verdict = (await this.#scan(row)) ?? (await this.#inspect(row, file, folder, run));
      const size = 'kind' in verdict && verdict.kind === 'image' ? await this.#keepImage(row, verdict) : row.length;
      const name = 'kind' in verdict ? nameOfType(row.name, verdict.type) : row.name;
      await settleUpload(this.database, row, verdict, { name, size, scanned: this.scanner !== null });
      const kind = 'kind' in verdict ? verdict.kind : 'refused';
      this.metrics.count('chat_uploads_total', { result: 'kind' in verdict ? 'ready' : verdict.refused });
      this.metrics.observe('chat_upload_processing_seconds', (performance.now() - startedAt) / 1000, { kind });
      if (kind === 'image') await this.removePieces(row.id);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Null: nothing was found, or nobody looks. */
  async #scan(row: AttachmentRow): Promise<Verdict | null> {
    if (this.scanner === null) return null;
    const bytes = readPieces(this.blobs, row.id, uploadPieces(row), { from: 0, to: row.length });
    const result = await this.scanner.scan(bytes);
    if (result === 'clean') return null;
    this.logger.warn({ attachment: row.id, result }, 'the scanner refused a file');
    return { refused: result === 'infected' ? 'infected' : 'too_large' };
  }

  async #inspect(row: AttachmentRow, file: string, folder: string, run: Pick<JobRun, 'attempt'>): Promise<Verdict> {
    const { imageBytes, imagePixels, audioBytes } = this.config.limits;
    try {
      const verdict = await this.#worker.inspect({
        file,
        folder,
        claim: claimOf(row.claimed_type, row.name),
        claimedType: mediaType(row.claimed_type),
        name: row.name,
        maxPixels: imagePixels,
      });
      // Whatever it claimed to be: what it is has the limit of that.
      const most = 'kind' in verdict && verdict.kind === 'image' ? imageBytes : audioBytes;
      const isLimited = 'kind' in verdict && verdict.kind !== 'document';
      return isLimited && most !== null && row.length > most ? { refused: 'too_large' } : verdict;
    } catch (error) {
      if (!(error instanceof MediaFault) || run.attempt < FAULTS_MAX) throw error;
      this.logger.warn({ attachment: row.id }, 'a file killed the program that opens files, and is refused');
      return { refused: 'unreadable' };
    }
  }

  /** @returns the size of what will be served */
  async #keepImage(row: AttachmentRow, { image, thumbnail }: Extract<Verdict, { kind: 'image' }>): Promise<number> {
    await this.blobs.put(row.id, 'thumbnail', await readFile(thumbnail));
    await this.blobs.put(row.id, 'image', await readFile(image));
    return (await stat(image)).size;
  }

  /**
   * What an image was made of, with everything that was left out of it; also pieces that were stored and never counted, as
   * a server was killed between the two. Done again by the sweeper when it fails here.
   */
  async removePieces(id: string): Promise<void> {
    await this.blobs.removeAll(id, ['image', 'thumbnail']);
    await piecesRemoved(this.database, id);
  }

  /** It came while nobody looked, and a scanner was switched on since: nobody gets it before this. */
  async #scanLate(row: AttachmentRow): Promise<void> {
    if (this.scanner === null) return;
    const bytes = readPieces(this.blobs, blobOf(row), servedPieces(row), { from: 0, to: row.size ?? row.length });
    await settleScan(this.database, row.id, (await this.scanner.scan(bytes)) === 'clean');
  }
}
