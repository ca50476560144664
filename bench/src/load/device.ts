import { setTimeout as wait } from 'node:timers/promises';
import { chatOf, customerOf, providerOf } from '../targets/target.js';
import { attemptAsSdk, pauseAsSdk, Refused } from './sdk-attempt.js';
import { signToken } from './tokens.js';
import type { WireClient } from './wire-client.js';

const GIVE_UP_MS = 180_000;

/** One try to come back; milliseconds on the clock of `performance.now()`. */
export interface Try {
  readonly at: number;
  /** When it was in, or knew that it was not; what follows is catching up. */
  readonly until: number;
  /** `in`, or why not. */
  readonly outcome: string;
  /** When the server wanted to be asked again. */
  readonly namedMs: number | null;
}

/** One device: it holds a chat up to a revision, and comes back as the SDK does. */
export class Device {
  revision = 0;
  /** When it had all, by `performance.now()`. */
  syncedAt: number | null = null;
  refused = 0;
  /** What it went through since it began to come back. */
  tries: Try[] = [];
  #client: WireClient | null = null;

  constructor(
    readonly chatId: string,
    private readonly token: string,
  ) {}

  /** Tries for ever, as the SDK does. @returns whether it is back before this gives up */
  async comeBack(url: string): Promise<boolean> {
    const started = performance.now();
    let namedMs: number | null = null;
    for (let failures = 0; performance.now() - started < GIVE_UP_MS;) {
      await wait(pauseAsSdk(failures, namedMs));
      const at = performance.now();
      try {
        await this.enter(url);
        return true;
      } catch (error) {
        namedMs = error instanceof Refused ? error.namedMs : null;
        if (namedMs === null) failures += 1;
        this.tries.push({ at, until: performance.now(), outcome: wordsOf(error), namedMs });
        this.refused += 1;
        this.leave();
      }
    }
    return false;
  }

  /** One attempt. @throws Refused, or an Error when it is lost meanwhile */
  async enter(url: string): Promise<void> {
    const at = performance.now();
    const client = await attemptAsSdk(url, this.token);
    this.tries.push({ at, until: performance.now(), outcome: 'in', namedMs: null });
    this.#client = client;
    client.onEvent = (name, json) => {
      if (name === 'new_message') this.revision = Math.max(this.revision, JSON.parse(json).revision);
    };
    const gone = new Promise<never>((_, reject) => (client.onClose = () => reject(new Error('lost again'))));
    gone.catch(() => undefined);
    await Promise.race([gone, this.#catchUp(client)]);
    this.syncedAt = performance.now();
  }

  /** What it met so far does not count. */
  forget(): void {
    this.syncedAt = null;
    this.refused = 0;
    this.tries = [];
  }

  leave(): void {
    this.#client?.close();
  }

  async #catchUp(client: WireClient): Promise<void> {
    await this.#ask(client, 'join_chat', { chatId: this.chatId });
    for (let more = true; more;) {
      const answer = await this.#ask(client, 'sync', { chats: [{ chatId: this.chatId, revision: this.revision }] });
      const [chat] = JSON.parse(answer)[0].chats as [{ revision: number; more: boolean }];
      this.revision = Math.max(this.revision, chat.revision);
      more = chat.more;
    }
  }

  /** A server that has too much to do says so, and is asked again after the second that it names. */
  async #ask(client: WireClient, event: string, payload: unknown): Promise<string> {
    for (;;) {
      const answer = await client.call(event, payload);
      if (answer.startsWith('[{"ok":true') && !answer.includes('"error":{')) return answer;
      this.refused += 1;
      await wait(1000 + Math.random() * 500);
    }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Two of each pair, from this pair on. All come from the address that the system chooses, which has some 28,000 ports: to
 * bind a socket to an address first makes the kernel look for a port that nobody uses with anybody, and with thousands in
 * use that takes milliseconds each, in which this process stands still.
 */
export function devicesFrom(first: number, devices: number): Promise<Device[]> {
  return Promise.all(
    Array.from({ length: devices }, async (_, n) => {
      const pair = first + Math.floor(n / 2);
      const token = n % 2 === 0 ? signToken(customerOf(pair), 'customer') : signToken(providerOf(pair), 'provider');
      return new Device(chatOf(pair), await token);
    }),
  );
}
