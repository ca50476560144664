import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '@stm-chat/protocol';
import type { Recorder } from '../history/history.js';
import type { Random } from '../round/random.js';
import { isFinal, type Person, provesAbsence } from './actor.js';

/** What became of one attempt; null: nobody knows. */
export type Attempt =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly code: string }
  | null;

export interface SenderOptions {
  readonly name: string;
  readonly person: Person;
  readonly recorder: Recorder;
  readonly random: Random;
  /** Sends once. @param attempt from 1 */
  readonly attempt: (chatId: string, clientId: string, text: string, attempt: number) => Promise<Attempt>;
  /** First attempts arrive in the order in which they leave; so on one connection, and not on many. */
  readonly ordered?: boolean;
}

const FIRST_PAUSE_MS = 80;
const PAUSE_MS = 400;

/** Sends as a careful client without the SDK does: the same client id again until there is an answer that decides. */
export class CarefulSender {
  #waiting = new Map<string, string>();
  #stopped = false;

  constructor(private readonly options: SenderOptions) {}

  waitingIn(chatId: string): number {
    return [...this.#waiting.values()].filter((other) => other === chatId).length;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  stop(): void {
    this.#stopped = true;
  }

  send(chatId: string, text: string): void {
    const clientId = randomUUID();
    const { name, person, recorder } = this.options;
    this.#waiting.set(clientId, chatId);
    recorder.add({ kind: 'send', clientId, text, client: name, user: person.id, chatId });
    void this.#try(chatId, clientId, text);
  }

  /** The first attempt leaves before this returns, so that what is sent in a row leaves in a row. */
  async #try(chatId: string, clientId: string, text: string): Promise<void> {
    const { name, person, recorder, random, ordered = true } = this.options;
    const who = { client: name, user: person.id, chatId, clientId };
    let unsure = false;
    for (let attempt = 1; !this.#stopped; attempt += 1) {
      const since = recorder.history.length;
      const outcome = await this.options.attempt(chatId, clientId, text, attempt).catch(() => null);
      if (outcome?.ok === true) {
        const { seq, id } = outcome.message;
        recorder.add({ kind: 'ack', seq, id, inOrder: attempt === 1 && ordered, ...who });
        break;
      }
      if (outcome !== null && isFinal(outcome.code)) {
        const { code } = outcome;
        if (!unsure) recorder.add({ kind: 'refused', code, ...who });
        else if (provesAbsence(code)) recorder.add({ kind: 'refused', code, since, ...who });
        break;
      }
      unsure = true;
      await wait(FIRST_PAUSE_MS + random() * PAUSE_MS);
    }
    this.#waiting.delete(clientId);
  }
}
