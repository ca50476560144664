import type { TestServer } from '../../../testing/test-server.js';
import { startMailbox, type TestMailbox } from '../../mail/testing/mailbox.js';
import { type Receiver, startReceiver } from '../../webhooks/testing/receiver.js';
import { newWebhookSecret } from '../../webhooks/webhook-signature.rules.js';
import type { TaintWorld } from './taint-world.js';

const STILL_TO_COME = `
  select 1 from delivery_queue union all select 1 from webhook_deliveries where state = 0
  union all select 1 from stm_chat_jobs.jobs where run_at <= now() and task_identifier ~ '^(deliver|webhooks)'`;

/** The ways in which what is said leaves the server by itself: mail, and webhooks with text. */
export class TaintOutside {
  #mails = 0;
  #requests = 0;

  private constructor(
    private readonly mailbox: TestMailbox,
    private readonly host: Receiver,
  ) {}

  static async start(): Promise<TaintOutside> {
    return new TaintOutside(await startMailbox(), await startReceiver());
  }

  /** For the server: nothing is held back. */
  get env(): Record<string, string> {
    const mail = {
      MAIL_FROM: 'chat@example.com',
      MAIL_DELAY: '0',
      MAIL_PAUSE: '0',
      MAIL_PER_HOUR: '0',
      MAIL_RATE: '0',
    };
    const webhooks = { WEBHOOK_URL: this.host.url, WEBHOOK_SECRET: newWebhookSecret(), WEBHOOK_TEXT: '1' };
    return { SMTP_URL: this.mailbox.url, OUTGOING_ALLOW: '127.0.0.1', ...mail, ...webhooks };
  }

  /** Looks through what came since the last time. The host reads the chat itself, and is an actor of that name. */
  look(world: TaintWorld): void {
    for (const { to, raw, mail } of this.mailbox.received.slice(this.#mails)) {
      world.arrived(
        to.split('.')[0] ?? '',
        'mail',
        `${raw} ${mail.subject ?? ''} ${mail.text ?? ''} ${String(mail.html)}`,
      );
    }
    for (const { text } of this.host.received.slice(this.#requests)) world.arrived('host', 'webhook', text);
    this.#mails = this.mailbox.received.length;
    this.#requests = this.host.received.length;
  }

  /** How many mails and requests came so far. */
  get came(): readonly [mails: number, requests: number] {
    return [this.#mails, this.#requests];
  }

  /** Whether everything has left. */
  async isQuiet({ database }: TestServer): Promise<boolean> {
    return (await database.pooled.query(STILL_TO_COME)).length === 0;
  }

  async close(): Promise<void> {
    await this.mailbox.close();
    this.host.close();
  }
}
