import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { mailLinkKey, type MailLink, readMailLink, writeMailLink } from './mail-links.rules.js';

export const OPEN_PATH = '/api/mail/open';
export const STOP_PATH = '/api/mail/unsubscribe';

/** Signed addresses of this server, as mails have them. The secret before the last rotation still counts. */
@Injectable()
export class MailLinks {
  readonly #origin: string;
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor(
    @Inject(CONFIG) { server, auth }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#origin = server.publicUrl ?? `http://localhost:${server.port}`;
    const { jwtSecret, jwtSecretPrevious } = auth;
    this.#keys = [mailLinkKey(jwtSecret), ...(jwtSecretPrevious === null ? [] : [mailLinkKey(jwtSecretPrevious)])];
  }

  /** Of this server, for ids of mails. */
  get host(): string {
    return new URL(this.#origin).hostname;
  }

  to(link: MailLink): string {
    const path = link.kind === 'open' ? OPEN_PATH : STOP_PATH;
    return `${this.#origin}${path}?t=${this.token(link)}`;
  }

  /** What the address has in its query. */
  token(link: MailLink): string {
    return writeMailLink(link, this.#keys[0]);
  }

  /** Null for anything that was not written here, or is over. */
  read(text: string | null): MailLink | null {
    return text === null ? null : readMailLink(text, this.#keys, this.clock.now());
  }
}
