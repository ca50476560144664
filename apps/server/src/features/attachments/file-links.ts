import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AttachmentLink } from '@stm-chat/protocol';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import type { UserActor } from '../../kernel/actor.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import type { Reader } from './attachments.queries.js';

const LIFE_MS = 10 * 60_000;

/**
 * Addresses that load one file without a header, as `<img>` and `<audio>` need. Signed for one file, one user and that
 * user's session, and short-lived; what the user may see is asked again at every request, so a link is worth no more than
 * the membership and the session behind it.
 */
@Injectable()
export class FileLinks {
  readonly #key: Buffer;

  constructor(
    @Inject(CONFIG) { auth }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#key = Buffer.from(hkdfSync('sha256', auth.jwtSecret, '', 'stm-chat links to files', 32));
  }

  make(id: string, { userId, sessionId }: UserActor, thumbnail: boolean): AttachmentLink {
    const expiresAt = this.clock.now() + LIFE_MS;
    const query = new URLSearchParams({
      user: String(userId),
      ...(sessionId === null ? {} : { session: sessionId }),
      expires: String(expiresAt),
    });
    query.set('signature', this.#sign(id, query));
    const path = `/api/attachments/${id}`;
    return {
      id,
      url: `${path}?${query.toString()}`,
      thumbnail_url: thumbnail ? `${path}/thumbnail?${query.toString()}` : null,
      expires_at: new Date(expiresAt).toISOString(),
    };
  }

  /** Who may come with this query, or null for one that was not made here, or has ended. */
  readerOf(id: string, query: URLSearchParams): Reader | null {
    const given = Buffer.from(query.get('signature') ?? '');
    const wanted = Buffer.from(this.#sign(id, query));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    if (Number(query.get('expires')) <= this.clock.now()) return null;
    return { userId: Number(query.get('user')), sessionId: query.get('session') };
  }

  #sign(id: string, query: URLSearchParams): string {
    const signed = JSON.stringify([id, query.get('user'), query.get('session'), query.get('expires')]);
    return createHmac('sha256', this.#key).update(signed).digest('base64url');
  }
}
