import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { bounceAddress, bounceKey, noMailboxStatus, readBounceAddress } from './bounces.rules.js';
import { addressHash, noteRefused, readRecipients, type Recipient } from './recipients.repository.js';

const BOUNCE_PATH = '/api/mail/returned';

/** What is needed of a returned mail stands at its beginning; what was sent comes after it. */
const READ_BYTES = 65_536;
const MAIL_MAX_BYTES = 5_000_000;

/**
 * Mails that were taken and came back. The operator's mail server hands what arrives at MAIL_BOUNCES to this route. It is
 * believed for the signed address in it: it says whose mail it was, and can do nothing but have that address left alone.
 */
@Injectable()
export class Bounces {
  readonly #to: string | null;
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor(
    @Inject(CONFIG) { mail, auth }: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(RawRoutes) routes: RawRoutes,
  ) {
    const { jwtSecret, jwtSecretPrevious } = auth;
    this.#to = mail?.bouncesTo ?? null;
    this.#keys = [bounceKey(jwtSecret), ...(jwtSecretPrevious === null ? [] : [bounceKey(jwtSecretPrevious)])];
    if (this.#to !== null) routes.add({ methods: ['POST'], path: BOUNCE_PATH, handle: (call) => this.#take(call) });
  }

  /** Whom the mail servers on the way return a mail to; null: to whom it comes from. */
  addressFor({ id, email }: Pick<Recipient, 'id' | 'email'>): string | null {
    if (this.#to === null) return null;
    return bounceAddress(this.#to, { userId: id, hash: addressHash(email) }, this.#keys[0]);
  }

  async #take({ request, query, response }: RawCall): Promise<void> {
    const mail = await beginningOf(request);
    const whose = readBounceAddress(query.get('to') ?? headersOf(mail), this.#keys);
    if (whose === null) throw notFound('message');
    const status = noMailboxStatus(mail);
    if (status !== null) await this.#noMailbox(whose.userId, whose.hash, `it came back (${status})`);
    this.metrics.count('chat_mail_attempts_total', { result: status === null ? 'answered' : 'returned' });
    response.writeHead(204).end();
  }

  async #noMailbox(userId: number, hash: string, why: string): Promise<void> {
    const now = this.clock.now();
    const [reader] = await readRecipients(this.database, [userId], now);
    // Somebody may have another address by now.
    if (reader !== undefined && addressHash(reader.email).startsWith(hash)) {
      await noteRefused(this.database, userId, reader.email, why, now);
    }
  }
}

const headersOf = (mail: string): string => mail.split(/\r?\n\r?\n/, 1)[0] ?? '';

async function beginningOf(request: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  let length = 0;
  for await (const piece of request) {
    const more = String(piece);
    length += more.length;
    if (length > MAIL_MAX_BYTES) throw new CommandError('payload_too_large', 'The mail is too long.');
    if (text.length < READ_BYTES) text += more;
  }
  return text.slice(0, READ_BYTES);
}
