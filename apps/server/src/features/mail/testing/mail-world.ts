import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../../testing/test-server.js';
import { type ReceivedMail, startMailbox, type TestMailbox } from './mailbox.js';

/** Where its links lead. */
export const ORIGIN = 'https://chat.example';
/** The host platform, to the routes of administrators. */
export const HOST = 'the-host-of-the-tests-0123456789-abcdef';
/** Of any server that sends mails here. */
export const ENV = {
  PUBLIC_URL: ORIGIN,
  MAIL_FROM: 'Chat <chat@example.com>',
  MAIL_DELAY: '0',
  MAIL_PAUSE: '0',
  MAIL_RATE: '0',
  MAIL_BOUNCES: 'bounces@example.com',
};

interface Step {
  readonly step: string;
  readonly detail: { readonly why?: string };
  readonly target: string | null;
}

/**
 * A server that sends mails, and the mailbox that gets them. Each test has a customer, a provider with an address, and a
 * chat of theirs.
 */
export function mailWorld() {
  let box: TestMailbox;
  let server: TestServer;
  let customer: TestUser;
  let provider: TestUser;
  let chatId = '';
  let address = '';
  let people = 0;
  beforeAll(async () => {
    box = await startMailbox();
    server = await startTestServer({ ...ENV, SMTP_URL: box.url, SERVICE_TOKEN: HOST });
  });
  afterAll(async () => {
    await server.close();
    await box.close();
  });
  beforeEach(async () => {
    people += 1;
    address = `provider-${people}@example.com`;
    customer = await server.user('customer', { name: 'Carla' });
    provider = await server.user('provider', { name: 'Pablo', email: address });
    chatId = await server.chat(customer, provider);
  });
  afterEach(() => {
    box.refuse = () => null;
    box.afterData = () => 'answer';
  });

  const to = (mail = address) => box.received.filter((one) => one.to === mail);
  /** What waits for another try is tried now. A step is told before its job has ended: only then does the job wait. */
  async function makeDue(): Promise<void> {
    const { pooled } = server.database;
    await expect
      .poll(() => pooled.query('select from stm_chat_jobs._private_jobs where locked_at is not null'), {
        timeout: 10_000,
      })
      .toEqual([]);
    await pooled.query(
      "update stm_chat_jobs._private_jobs set run_at = now() where run_at < now() + interval '2 hours'",
    );
  }
  return {
    get box() {
      return box;
    },
    get server() {
      return server;
    },
    get customer() {
      return customer;
    },
    get provider() {
      return provider;
    },
    get chatId() {
      return chatId;
    },
    /** The provider's. */
    get address() {
      return address;
    },
    /** Another one in each test. */
    get number() {
      return people;
    },
    say: async (message: string, from = customer, chat = chatId) =>
      (await server.rest(from.token, 'POST', `/api/chat/${chat}/messages`, { message })).body,
    to,
    /** Waits for the mails to an address. */
    async mails(count: number, mail = address): Promise<readonly ReceivedMail[]> {
      await expect.poll(() => to(mail).length, { timeout: 10_000 }).toBe(count);
      return to(mail);
    },
    /**
     * The same, when a try that was put off has to come first. A job is put off after it was given back: it is made due
     * until it was done.
     */
    async mailsOnceDue(count: number): Promise<readonly ReceivedMail[]> {
      const got = async () => {
        if (to().length < count) await makeDue();
        return to().length;
      };
      await expect.poll(got, { timeout: 20_000 }).toBe(count);
      return to();
    },
    get: (path: string, init: RequestInit = {}) => fetch(server.url + path, { redirect: 'manual', ...init }),
    /** What was done with the provider's mails. */
    hops: () =>
      server.database.pooled.query<Step>(
        "select step, detail, target from delivery_hops where user_id = $1 and channel = 'mail' order by id",
        [provider.id],
      ),
  };
}

/** The path of a link in a mail. */
export const linkIn = ({ mail }: ReceivedMail, path: string): string =>
  new RegExp(`${ORIGIN}(${path}\\?t=[\\w.-]+)`).exec(mail.text ?? '')?.[1] ?? '';
