import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from '../../config/config.js';

const TIMEOUT_MS = 15_000;

export interface Mail {
  readonly to: string;
  /** Where it goes back to when it cannot be delivered; null: to whom it comes from. */
  readonly returnTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every try. */
  readonly messageId: string;
  /** What mails of one conversation have in common. */
  readonly threadId: string;
  readonly language: string;
  /** An address that stops all of this when it is posted to, without anybody being asked (RFC 8058). */
  readonly unsubscribe: string;
}

/** The mail server that the operator named. */
export class SmtpPost {
  readonly #transport: Transporter;

  constructor(private readonly config: MailConfig) {
    const { host, port, secure, user, password, requireTls } = config.smtp;
    this.#transport = createTransport({
      pool: true,
      maxConnections: 2,
      host,
      port,
      secure,
      requireTLS: requireTls,
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** Resolves once the mail server has taken it. @throws what nodemailer throws: `smtp-answers.rules.ts` */
  async send(mail: Mail): Promise<void> {
    await this.#transport.sendMail({
      from: this.config.from,
      to: { name: '', address: mail.to },
      ...(mail.returnTo === null ? {} : { envelope: { from: mail.returnTo, to: mail.to } }),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      references: mail.threadId,
      inReplyTo: mail.threadId,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'Content-Language': mail.language,
        Precedence: 'list',
        'X-Auto-Response-Suppress': 'All',
        'List-Unsubscribe': `<${mail.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }

  close(): void {
    this.#transport.close();
  }
}
