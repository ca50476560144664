import { setTimeout as wait } from 'node:timers/promises';
import { rest } from '../cluster/rest.js';
import type { Visitor } from './scene.js';
import { Line } from './doors.js';

/** So often at least, however short the attack was. */
const LEAST = 3;

/** What two people met while something was done beside them. */
export interface Beside<T> {
  readonly result: T;
  readonly worstMs: number | null;
  readonly waits: readonly number[];
}

/** Two people who go on talking while something is done beside them. */
export class Bystander {
  readonly #waits: number[] = [];
  #number = 0;

  private constructor(
    private readonly writer: Line,
    private readonly reader: Line,
    private readonly chatId: string,
    private readonly pauseMs: number,
  ) {}

  /** @param pauseMs between two messages: so that they do not meet the limits themselves */
  static async meet(url: string, writer: Visitor, reader: Visitor, pauseMs: number): Promise<Bystander> {
    const input = { job_id: `bystanders ${writer.id}`, subject: 'The weather', provider_id: reader.id };
    const { body } = await rest(url, writer.token, 'POST', '/api/chat', input);
    const [first, second] = [await Line.open(url, writer.token), await Line.open(url, reader.token)];
    await second.call('join_chat', { chatId: body.id });
    return new Bystander(first, second, body.id, pauseMs);
  }

  /** Milliseconds until one has its acknowledgement and the other has seen the message. @throws after 10 s */
  async isServed(): Promise<number> {
    const message = `bystander ${++this.#number}`;
    const startedAt = performance.now();
    const seen = new Promise<void>((resolve) => {
      const look = (payload: { message: string }): void => {
        if (payload.message !== message) return;
        this.reader.socket.off('new_message', look);
        resolve();
      };
      this.reader.socket.on('new_message', look);
    });
    const { code } = await this.writer.call('send_message', { chatId: this.chatId, message });
    if (code !== 'ok') throw new Error(`a bystander was answered ${code}`);
    await Promise.race([
      seen,
      wait(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error('a bystander waits'))),
    ]);
    const ms = performance.now() - startedAt;
    this.#waits.push(ms);
    return ms;
  }

  /** Talks on while this is done. @returns its result, the waits meanwhile, and the longest; null: one was not served */
  async beside<T>(work: () => Promise<T>): Promise<Beside<T>> {
    const before = this.#waits.length;
    let over = false;
    let worst: number | null = 0;
    const talking = (async () => {
      for (let times = 0; !over || times < LEAST; times += 1) {
        try {
          worst = Math.max(worst ?? 0, await this.isServed());
        } catch {
          worst = null;
          return;
        }
        if (!over) await wait(this.pauseMs);
      }
    })();
    try {
      const result = await work();
      over = true;
      await talking;
      return { result, worstMs: worst, waits: this.#waits.slice(before) };
    } finally {
      over = true;
    }
  }

  close(): void {
    this.writer.close();
    this.reader.close();
  }
}
