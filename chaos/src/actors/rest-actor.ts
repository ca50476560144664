import type { Message } from '@stm-chat/protocol';
import { type Actor, type ActorOptions, Edge } from './actor.js';
import { CarefulSender } from './sender.js';
import { sendOverRest } from './stock-actor.js';

/** A backend that speaks REST: every call is a connection of its own, over any node. */
export class RestActor implements Actor {
  readonly name: string;
  readonly person: ActorOptions['person'];
  readonly #sender: CarefulSender;

  private constructor(
    private readonly options: ActorOptions,
    readonly edge: Edge,
  ) {
    const { name, person, recorder, random } = options;
    this.name = name;
    this.person = person;
    this.#sender = new CarefulSender({
      name,
      person,
      recorder,
      random,
      // Calls that leave at once are connections of their own: nothing keeps them in order, so none is "the first".
      attempt: (chatId, clientId, text) => sendOverRest(this.edge, person.token, chatId, clientId, text),
      ordered: false,
    });
  }

  static async create(options: ActorOptions): Promise<RestActor> {
    return new RestActor(options, await Edge.open(options));
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  send(chatId: string, text: string): void {
    this.#sender.send(chatId, text);
  }

  async settled(): Promise<void> {
    while (this.#sender.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  isAt(): boolean {
    return true;
  }

  writeShown(): void {
    // It shows nothing.
  }

  drop(): void {
    this.edge.link.reset();
  }

  wake(): void {
    // It is never asleep.
  }

  reload(): void {
    // It keeps nothing.
  }

  setTyping(): void {
    // Typing is for sockets.
  }

  /** Reads the latest page, and writes down whether it was allowed to. */
  async read(chatId: string): Promise<readonly Message[]> {
    const { recorder } = this.options;
    const began = recorder.next;
    const who = { client: this.name, user: this.person.id, chatId };
    const answer = await this.edge.call(this.person.token, 'GET', `/api/chat/${chatId}/messages`).catch(() => null);
    if (answer === null) return [];
    const code = typeof answer.body?.code === 'string' ? answer.body.code : null;
    recorder.add({ kind: 'read', began, ok: answer.status === 200, code, ...who });
    return answer.status === 200 ? answer.body.messages : [];
  }

  async stop(): Promise<void> {
    this.#sender.stop();
    await this.edge.close();
  }
}
