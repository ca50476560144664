import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { attachmentState } from './attachment-codes.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { Processing } from './processing.js';
import { UPLOAD_LIFE_MS } from './upload-store.js';

const EVERY_MS = 20_000;
/** Of one kind, per round. */
const MOST = 100;
/** A job that did not move a file for so long was lost on its way, or its server was. */
const STUCK_S = 300;
const LIFE_S = UPLOAD_LIFE_MS / 1000;

// Never sent for a day, or its owner was erased. From here on no message can take it.
const GIVE_UP = `
  update attachments set state = ${attachmentState.deleted} where id in (
    select a.id from attachments a
    where a.message_seq is null and a.state < ${attachmentState.refused} and (
      a.touched_at < clock_timestamp() - interval '${LIFE_S} seconds'
      or exists (select from users u where u.id = a.owner_id and u.erased_at is not null))
    limit ${MOST} for update skip locked)`;

const UNREACHABLE = `
  select id from attachments where state >= ${attachmentState.refused} and emptied_at is null
  order by touched_at limit ${MOST}`;

const UNUSED = 'select attachment_bytes_unused($1::uuid) as blob';

const EMPTIED = 'update attachments set emptied_at = clock_timestamp() where id = $1::uuid';

const FORGET = `
  delete from attachments where emptied_at is not null and created_at < clock_timestamp() - interval '${LIFE_S} seconds'`;

const STUCK = `
  update attachments set touched_at = clock_timestamp() where id in (
    select id from attachments where state = ${attachmentState.processing}
      and touched_at < clock_timestamp() - interval '${STUCK_S} seconds' limit ${MOST} for update skip locked)
  returning id`;

const UNSCANNED = `
  update attachments set touched_at = clock_timestamp() where id in (
    select id from attachments where state = ${attachmentState.ready} and scanned_at is null
      and touched_at < clock_timestamp() - interval '${STUCK_S} seconds' limit ${MOST} for update skip locked)
  returning id`;

// What images were made of, with the places where they were taken: at once, since removing it twice does no harm.
const LEFTOVERS = `
  select id from attachments
  where state = ${attachmentState.ready} and remade and cardinality(parts) > 0 limit ${MOST}`;

/** Puts right what a crash, a change of mind or a deletion left behind. Every server does; twice is as good as once. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  #cancel: (() => void) | null = null;
  #round: Promise<void> | null = null;
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(Processing) private readonly processing: Processing,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#next(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#round;
  }

  /** One round, now. */
  async sweep(): Promise<void> {
    const { realtime } = this.database;
    for (const { id } of await realtime.query<{ id: string }>(STUCK)) await this.processing.begin(id);
    if (this.config.files.scanner !== null) {
      for (const { id } of await realtime.query<{ id: string }>(UNSCANNED)) await this.processing.begin(id);
    }
    for (const { id } of await realtime.query<{ id: string }>(LEFTOVERS)) await this.processing.removePieces(id);
    await realtime.query(GIVE_UP);
    for (const { id } of await realtime.query<{ id: string }>(UNREACHABLE)) {
      const [row] = await realtime.query<{ blob: string | null }>(UNUSED, [id]);
      if (row?.blob == null) continue;
      await this.blobs.removeAll(row.blob);
      await realtime.query(EMPTIED, [id]);
    }
    await realtime.query(FORGET);
    await this.#clearFolder();
  }

  #next(ms: number): void {
    if (this.#stopped) return;
    this.#cancel = this.clock.after(ms, () => {
      this.#round = this.sweep()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'files could not be swept, and are again later'))
        .then(() => this.#next(EVERY_MS));
    });
  }

  /** What a killed server was looking at. */
  async #clearFolder(): Promise<void> {
    const { folder } = this.processing;
    for (const name of await readdir(folder).catch(() => [])) {
      const left = path.join(folder, name);
      const { mtimeMs } = await stat(left).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < this.clock.now() - STUCK_S * 1000) await rm(left, { recursive: true, force: true });
    }
  }
}
