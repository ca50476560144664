import type { TestServer, TestUser } from '../../../testing/test-server.js';
import { startMailbox, type TestMailbox } from '../../mail/testing/mailbox.js';
import { type PushService, startPushService } from '../../push/testing/push-service.js';
import { type Receiver, startReceiver } from '../../webhooks/testing/receiver.js';
import { newWebhookSecret } from '../../webhooks/webhook-signature.rules.js';
import type { TaintWorld } from './taint-world.js';

const STILL_TO_COME = `
  select 1 from delivery_queue union all select 1 from webhook_deliveries where state = 0
  union all select 1 from stm_chat_jobs.jobs where run_at <= now() and task_identifier ~ '^(deliver|webhooks)'
  union all select 1 from stm_chat_jobs.jobs where run_at <= now() + interval '12 s' and task_identifier = 'delivery_due'`;

/** The ways in which what is said leaves the server by itself: pushes, mail, and webhooks with text. */
export class TaintOutside {
  #mails = 0;
  #requests = 0;
  #pushes = 0;
  /** Whose device it is. */
  readonly #devices = new Map<string, string>();

  private constructor(
    private readonly mailbox: TestMailbox,
    private readonly host: Receiver,
    private readonly push: PushService,
  ) {}

  static async start(): Promise<TaintOutside> {
    return new TaintOutside(await startMailbox(), await startReceiver(), await startPushService());
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

  /** A browser of this user that gets pushes, read by `name`. */
  async subscribe(server: TestServer, name: string, { token }: TestUser): Promise<void> {
    const { body } = await server.rest(token, 'GET', '/api/push/subscriptions');
    const device = this.push.device(body.public_key);
    this.#devices.set(device.name, name);
    await server.rest(token, 'POST', '/api/push/subscriptions', device.subscription);
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
    for (const { device, message } of this.push.received.slice(this.#pushes))
      world.arrived(this.#devices.get(device) ?? '', 'push', JSON.stringify(message));
    this.#pushes = this.push.received.length;
    this.#mails = this.mailbox.received.length;
    this.#requests = this.host.received.length;
  }

  /** How many of each came so far. */
  get came(): readonly [mails: number, requests: number, pushes: number] {
    return [this.#mails, this.#requests, this.#pushes];
  }

  /** Whether everything has left. */
  async isQuiet({ database }: TestServer): Promise<boolean> {
    return (await database.pooled.query(STILL_TO_COME)).length === 0;
  }

  async close(): Promise<void> {
    await this.mailbox.close();
    this.host.close();
    await this.push.stop();
  }
}
