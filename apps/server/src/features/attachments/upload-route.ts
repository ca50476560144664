import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Metadata, Server } from '@tus/server';
import type { Config, Limits } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { invalid, notFound, unavailable } from '../../kernel/errors.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { requireOpenChat, requireRoom, requireSize, requireUserActor } from './attachments.policy.js';
import { findUpload } from './attachments.queries.js';
import { beginUpload, type NewUpload } from './attachments.repository.js';
import { claimOf, cleanName, readPeaks } from './attachments.rules.js';
import { BLOBS, type BlobStore } from './blobs/blob-store.js';
import { Processing } from './processing.js';
import { UploadStore } from './upload-store.js';

const PATH = '/api/uploads';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Each holds a piece in memory. */
const WRITING_AT_ONCE = 64;
/** Of one user, on all devices: nobody takes all places by sending nothing. */
const WRITING_OF_USER = 8;

/**
 * `/api/uploads`: tus 1.0. The protocol is the library's; whoever comes is let in here first, so that every refusal is one
 * of SPEC's. The upload's id is the attachment's.
 */
@Injectable()
export class UploadRoute {
  readonly #tus: Server;
  readonly #ids = new WeakMap<IncomingMessage, string>();
  readonly #limits: Limits;
  #writing = 0;
  readonly #writingOf = new Map<number, number>();

  constructor(
    @Inject(RawRoutes) routes: RawRoutes,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(CONFIG) { limits }: Config,
    @Inject(BLOBS) blobs: BlobStore,
    @Inject(Processing) processing: Processing,
  ) {
    this.#limits = limits;
    this.#tus = new Server({
      path: PATH,
      datastore: new UploadStore(database, blobs, ids, metrics, (id) => processing.begin(id)),
      relativeLocation: true,
      // The HTTP door has decided about origins.
      allowedOrigins: () => false,
      namingFunction: (request) => {
        const raw = (request as { runtime?: { node?: { req: IncomingMessage } } }).runtime?.node?.req;
        const id = raw === undefined ? undefined : this.#ids.get(raw);
        if (id === undefined) throw new Error('an upload that was not let in');
        return id;
      },
    });
    const headers = {
      requestHeaders: ['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset'],
      responseHeaders: [
        'Location',
        'Tus-Resumable',
        'Upload-Offset',
        'Upload-Length',
        'Upload-Expires',
        'Upload-Metadata',
      ],
    };
    routes.add(
      { methods: ['POST'], path: PATH, ...headers, handle: (call) => this.#create(call) },
      { methods: ['HEAD', 'PATCH', 'DELETE'], path: `${PATH}/:attachmentId`, handle: (call) => this.#goOn(call) },
    );
  }

  async #create(call: RawCall): Promise<void> {
    const { request, response } = call;
    const actor = requireUserActor(call.actor);
    const upload = { ...this.#asked(request), ownerId: actor.userId };
    requireOpenChat(await this.chats.requireMember(actor.userId, upload.chatId));
    requireSize(upload.length, this.#most(claimOf(upload.claimedType, upload.name)));
    const begun = await beginUpload(this.database, upload, this.#limits);
    if (begun.outcome !== 'done')
      this.metrics.count('chat_ratelimit_rejections_total', { limiter: `uploads_${begun.outcome}` });
    requireRoom(begun);
    this.#ids.set(request, upload.id);
    await this.#hand(request, response, actor.userId);
  }

  async #goOn({ request, response, params, actor }: RawCall): Promise<void> {
    const { userId } = requireUserActor(actor);
    const id = params['attachmentId']?.toLowerCase() ?? '';
    if (!UUID.test(id)) throw invalid('attachmentId', 'must be a UUID');
    if ((await findUpload(this.database, userId, id)) === undefined) throw notFound('upload');
    await this.#hand(request, response, userId);
  }

  async #hand(request: IncomingMessage, response: RawCall['response'], userId: number): Promise<void> {
    if (request.method !== 'POST' && request.method !== 'PATCH') return this.#tus.handle(request, response);
    const mine = this.#writingOf.get(userId) ?? 0;
    if (this.#writing >= WRITING_AT_ONCE || mine >= WRITING_OF_USER)
      throw unavailable('Too many uploads at this moment.');
    this.#writing += 1;
    this.#writingOf.set(userId, mine + 1);
    try {
      // The library waits for ever for an answer to be written to who has gone away, and would keep the place.
      await Promise.race([this.#tus.handle(request, response), once(response, 'close')]);
    } finally {
      this.#writing -= 1;
      const left = (this.#writingOf.get(userId) ?? 1) - 1;
      if (left === 0) this.#writingOf.delete(userId);
      else this.#writingOf.set(userId, left);
    }
  }

  /** @throws CommandError `invalid_payload`, naming the header or the part of the metadata */
  #asked({ headers }: IncomingMessage): Omit<NewUpload, 'ownerId'> {
    const length = headers['upload-length'];
    if (typeof length !== 'string' || !/^\d{1,15}$/.test(length))
      throw invalid('Upload-Length', 'must be a number of bytes');
    const metadata = readMetadata(headers['upload-metadata']);
    const chatId = (metadata['chatId'] ?? '').toLowerCase();
    if (!UUID.test(chatId)) throw invalid('Upload-Metadata.chatId', 'must be a UUID');
    const name = metadata['filename'] ?? '';
    if (name.trim() === '') throw invalid('Upload-Metadata.filename', 'must not be empty');
    const claimedType = metadata['filetype'] ?? '';
    if (claimedType.length > 150 || claimedType.includes('\0'))
      throw invalid('Upload-Metadata.filetype', 'is no media type');
    const given = metadata['peaks'];
    const peaks = given == null ? null : readPeaks(given);
    if (given != null && peaks === null) {
      throw invalid('Upload-Metadata.peaks', 'must be 16 to 128 whole numbers from 0 to 100, comma-separated');
    }
    return { id: this.ids.next(), chatId, name: cleanName(name), claimedType, length: Number(length), peaks };
  }

  #most(claim: ReturnType<typeof claimOf>): number | null {
    if (claim === 'image') return this.#limits.imageBytes;
    return claim === 'audio' ? this.#limits.audioBytes : this.#limits.documentBytes;
  }
}

function readMetadata(header: string | string[] | undefined): Record<string, string | null> {
  try {
    return Metadata.parse(typeof header === 'string' ? header : undefined);
  } catch {
    throw invalid('Upload-Metadata', 'must be pairs of a key and a base64 value');
  }
}
