import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Notification } from '@stm-chat/protocol';
import type { Config, MailConfig } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { seatOf } from '../../database/codes.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { TokenBucket } from '../../kernel/token-bucket.js';
import {
  type Channel,
  DELIVERY,
  noticeText,
  type Delivery,
  type DeliveryPort,
  type Outcome,
  type Target,
} from '../delivery/delivery.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { Bounces } from './bounces.js';
import { readDigest } from './digest.queries.js';
import { type LetterSubject, writeLetter } from './letter.rules.js';
import { MailLinks } from './mail-links.js';
import { OPENS_FOR_MS } from './mail-links.rules.js';
import {
  addressHash,
  fullUntil,
  noteRefused,
  noteSent,
  readRecipients,
  type Recipient,
} from './recipients.repository.js';
import { outcomeOf, type SmtpError } from './smtp-answers.rules.js';
import { SmtpPost } from './smtp-post.js';
import { mailLanguageOf } from './words/mail-words.js';

/** Somebody who is connected sees it on the page first. */
const ONLINE_FACTOR = 4;

/** Mail, as a way of delivery: of each chat one, with what stayed unread. */
@Injectable()
export class MailChannel implements Channel, OnApplicationShutdown {
  readonly name = 'mail';
  readonly delayMs: number;
  readonly delayOnlineMs: number;
  readonly pauseMs: number;
  readonly #post: { readonly smtp: SmtpPost; readonly config: MailConfig; readonly bucket: TokenBucket } | null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) { mail }: Config,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(MailLinks) private readonly links: MailLinks,
    @Inject(Bounces) private readonly bounces: Bounces,
    @Inject(DELIVERY) delivery: DeliveryPort,
  ) {
    this.delayMs = mail?.delayMs ?? 0;
    this.delayOnlineMs = this.delayMs * ONLINE_FACTOR;
    this.pauseMs = mail?.pauseMs ?? 0;
    this.#post =
      mail === null
        ? null
        : { config: mail, smtp: new SmtpPost(mail), bucket: new TokenBucket(mail.rate, clock.now()) };
    if (mail !== null) delivery.register(this);
  }

  onApplicationShutdown(): void {
    this.#post?.smtp.close();
  }

  async targets(userIds: readonly number[]): Promise<ReadonlyMap<number, readonly Target[]>> {
    const recipients = await readRecipients(this.database, userIds, this.clock.now());
    return new Map(
      recipients.map(({ id, email }) => [id, [{ id: addressHash(email), label: `mail to ${hidden(email)}` }]]),
    );
  }

  async deliver(delivery: Delivery): Promise<Outcome> {
    const outcome = await this.#deliver(delivery);
    this.metrics.count('chat_mail_attempts_total', { result: outcome.kind });
    return outcome;
  }

  async #deliver(delivery: Delivery): Promise<Outcome> {
    if (this.#post === null) return { kind: 'refused', why: 'mail is not set up (SMTP_URL)' };
    const { smtp, config, bucket } = this.#post;
    const { userId, targetId } = delivery;
    const now = this.clock.now();
    const [reader] = await readRecipients(this.database, [userId], now);
    if (reader === undefined || addressHash(reader.email) !== targetId) {
      return { kind: 'gone', why: 'the address is not the user’s any more' };
    }
    const full = await fullUntil(this.database, userId, config.perHour, now);
    if (full !== null) return { kind: 'later', why: `${config.perHour} mails within an hour`, at: full };
    const waitMs = bucket.take(now);
    if (waitMs > 0) return { kind: 'later', why: 'MAIL_RATE', at: new Date(now + waitMs) };
    const about = await this.#about(delivery);
    if (about === null) return { kind: 'refused', why: 'nothing is left to tell' };
    try {
      await smtp.send(this.#write(delivery, about, reader, config));
    } catch (error) {
      return this.#failed(error as Error & SmtpError, reader);
    }
    await noteSent(this.database, userId, this.clock.now());
    return { kind: 'sent' };
  }

  /** What is told, as the reader may read it now. Null: nothing. */
  async #about({ notification, preview, userId, locale }: Delivery): Promise<LetterSubject | null> {
    if (notification.type !== 'message') {
      return {
        kind: 'news',
        shown: preview ? noticeText(notification, locale ?? this.#post?.config.language ?? null) : null,
      };
    }
    if (!preview) return { kind: 'messages', count: notification.count, shown: null };
    const digest = await readDigest(this.database, notification.id, userId);
    const [first] = digest?.messages ?? [];
    if (digest === undefined || first === undefined) return null;
    const { chatId, chat, isLsm, messages } = digest;
    if (isLsm) {
      await this.messages.noteRead([{ chatId, userId, from: first.seq, to: messages.at(-1)?.seq ?? first.seq }]);
    }
    const count = Math.max(notification.count, messages.length);
    return {
      kind: 'messages',
      count,
      shown: { chat, messages: messages.map((one) => ({ ...one, role: seatOf(one.role) })) },
    };
  }

  #write(delivery: Delivery, about: LetterSubject, reader: Recipient, config: MailConfig) {
    const { notification, upto, userId } = delivery;
    const { id, chatId } = notification;
    const language = mailLanguageOf(delivery.locale) ?? config.language;
    const stopAll = this.links.to({ kind: 'stop', userId, chatId: null });
    const letter = writeLetter(
      about,
      {
        open: this.links.to({
          kind: 'open',
          path: pathOf(notification, reader.role, upto),
          until: this.clock.now() + OPENS_FOR_MS,
        }),
        stopChat: chatId === null ? null : this.links.to({ kind: 'stop', userId, chatId }),
        stopAll,
      },
      { language, timeZone: reader.time_zone, app: config.appName },
    );
    const host = this.links.host;
    return {
      ...letter,
      to: reader.email,
      returnTo: this.bounces.addressFor(reader),
      messageId: `<${id}.${upto}@${host}>`,
      threadId: `<${chatId ?? id}.${userId}@${host}>`,
      language,
      unsubscribe: stopAll,
    };
  }

  async #failed(error: Error & SmtpError, { id, email }: Recipient): Promise<Outcome> {
    const outcome = outcomeOf(error);
    if (outcome === null) throw error;
    if (outcome.kind === 'gone') await noteRefused(this.database, id, email, outcome.why, this.clock.now());
    else this.logger.warn({ code: error.code, responseCode: error.responseCode }, 'a mail was not taken');
    return outcome;
  }
}

/** For administrators: enough to see whose it is. */
function hidden(email: string): string {
  const [name = '', domain = ''] = email.split(/@(?=[^@]*$)/);
  return `${name.slice(0, 1)}…@${domain}`;
}

function pathOf({ type, chatId, dispute }: Notification, role: Recipient['role'], upto: number): string {
  if (dispute !== undefined && role === 'lsm') return `/cases/${dispute.id}`;
  if (chatId === null) return '/';
  return type === 'message' ? `/chats/${chatId}?m=${upto}` : `/chats/${chatId}`;
}
