import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { CommandError, invalid, notFound, unavailable } from '../../kernel/errors.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { requireUserActor } from './attachments.policy.js';
import { type AttachmentRow, blobOf, findReadable, type Reader } from './attachments.queries.js';
import { dispositionOf, servedAs } from './attachments.rules.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { rangeOf } from './byte-range.rules.js';
import { FileLinks } from './file-links.js';
import { FileReads } from './file-reads.js';
import { readPieces, servedPieces } from './pieces.js';

const PATH = '/api/attachments/:attachmentId';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /api/attachments/:id` and its thumbnail: for whoever may read the message, at this moment. */
@Injectable()
export class DownloadRoute {
  readonly #scans: boolean;

  constructor(
    @Inject(RawRoutes) routes: RawRoutes,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FileLinks) private readonly links: FileLinks,
    @Inject(FileReads) private readonly reads: FileReads,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(CONFIG) { files }: Config,
  ) {
    this.#scans = files.scanner !== null;
    const headers = {
      requestHeaders: ['Range'],
      responseHeaders: ['Accept-Ranges', 'Content-Range', 'Content-Length', 'Content-Disposition'],
    };
    routes.add(
      { methods: ['GET', 'HEAD'], path: PATH, ...headers, handle: (call) => this.#answer(call, false) },
      { methods: ['GET', 'HEAD'], path: `${PATH}/thumbnail`, handle: (call) => this.#answer(call, true) },
    );
  }

  async #answer(call: RawCall, thumbnail: boolean): Promise<void> {
    try {
      await this.#serve(call, thumbnail);
      this.metrics.count('chat_downloads_total', { result: 'ok' });
    } catch (error) {
      const code = error instanceof CommandError ? error.code : 'internal';
      // Whoever goes away in the middle has done nothing wrong.
      if (call.response.headersSent && code === 'internal') {
        this.metrics.count('chat_downloads_total', { result: 'cut' });
        return void call.response.destroy();
      }
      this.metrics.count('chat_downloads_total', { result: code });
      throw error;
    }
  }

  async #serve({ request, response, params, query, actor }: RawCall, thumbnail: boolean): Promise<void> {
    const id = params['attachmentId']?.toLowerCase() ?? '';
    if (!UUID.test(id)) throw invalid('attachmentId', 'must be a UUID');
    const reader = this.#readerOf(id, query, actor);
    const row = await findReadable(this.database, id, reader, this.clock.now());
    if (row === undefined || (thumbnail && !row.thumbnail)) throw notFound('attachment');
    if (this.#scans && row.scanned_at === null) throw unavailable('The file is being checked.');
    const { inline, contentType, csp } = servedAs(thumbnail ? 'image/webp' : (row.type ?? ''));
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Disposition', dispositionOf(inline && !query.has('download'), row.name));
    response.setHeader('Content-Security-Policy', csp);
    // Only whoever has a token or a link gets here, so a page of another origin that has one may show it.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'private, no-store');
    const head = request.method === 'HEAD';
    // What an LSM loads it reads: noted before the first byte, or there is none.
    if (row.by_lsm && row.message_seq !== null && !head) {
      await this.reads.note({ chatId: row.chat_id, userId: reader.userId, seq: row.message_seq });
    }
    if (thumbnail) return this.#sendThumbnail(response, blobOf(row), head);
    await this.#sendFile(response, row, {
      head,
      range: request.headers['if-range'] ? undefined : request.headers.range,
    });
  }

  #readerOf(id: string, query: URLSearchParams, actor: RawCall['actor']): Reader {
    if (actor.kind === 'anonymous' && query.has('signature')) {
      const reader = this.links.readerOf(id, query);
      if (reader === null) throw new CommandError('unauthorized', 'The link has expired, or was changed.');
      return reader;
    }
    return { userId: requireUserActor(actor).userId, sessionId: null };
  }

  async #sendThumbnail(response: ServerResponse, id: string, head: boolean): Promise<void> {
    if (head) return void response.writeHead(200).end();
    const stream = await this.blobs.read(id, 'thumbnail', { from: 0, to: Number.MAX_SAFE_INTEGER });
    response.writeHead(200);
    await pipeline(stream, response);
  }

  async #sendFile(
    response: ServerResponse,
    row: AttachmentRow,
    { head, range: header }: { readonly head: boolean; readonly range: string | undefined },
  ): Promise<void> {
    const size = row.size ?? row.length;
    const range = rangeOf(header, size);
    response.setHeader('Accept-Ranges', 'bytes');
    if (range === 'unsatisfiable') {
      response.writeHead(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': 0 });
      return void response.end();
    }
    const { from, to } = range === 'whole' ? { from: 0, to: size } : range;
    response.setHeader('Content-Length', to - from);
    if (range !== 'whole') response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${size}`);
    response.writeHead(range === 'whole' ? 200 : 206);
    if (head) return void response.end();
    await pipeline(Readable.from(readPieces(this.blobs, blobOf(row), servedPieces(row), { from, to })), response);
  }
}
