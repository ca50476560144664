import {
  type ChatClient,
  ChatError,
  type ChatStorage,
  type Conversation,
  createChatClient,
  type Environment,
  memoryStorage,
  tokenSource,
} from '@stm-chat/client';
import type { Message } from '@stm-chat/protocol';
import { type Actor, type ActorOptions, Edge, provesAbsence, runsOf } from './actor.js';
import { WATCHED, writeLive } from './live-events.js';

/** Of what is shown, so many client ids are written down at each change. */
const KEYS = 60;

export type SdkFactory = typeof createChatClient;

/** A device with the SDK, as an application uses it. */
export class SdkActor implements Actor {
  readonly name: string;
  readonly person: ActorOptions['person'];
  #client: ChatClient;
  readonly #storage: ChatStorage = memoryStorage();
  readonly #listeners = new Set<(event: 'online' | 'offline' | 'wake') => void>();
  readonly #waiting = new Map<string, string>();
  /** Of the connection on which a message could first leave. */
  readonly #sentOn = new Map<string, number>();
  readonly #lastShown = new Map<string, string>();
  #connections = 0;

  private constructor(
    private readonly options: ActorOptions,
    readonly edge: Edge,
    private readonly create: SdkFactory,
  ) {
    this.name = options.name;
    this.person = options.person;
    this.#client = this.#open();
  }

  static async create(options: ActorOptions, create: SdkFactory = createChatClient): Promise<SdkActor> {
    return new SdkActor(options, await Edge.open(options), create);
  }

  get client(): ChatClient {
    return this.#client;
  }

  conversation(chatId: string): Conversation {
    return this.#client.conversation(chatId);
  }

  async start(): Promise<void> {
    await this.#client.connect();
  }

  send(chatId: string, text: string): void {
    const { clientId } = this.conversation(chatId).send(text);
    this.#waiting.set(clientId, chatId);
    this.#sentOn.set(clientId, this.#connections);
    this.options.recorder.add({ kind: 'send', clientId, text, ...this.#of(chatId) });
    this.#follow(chatId, clientId);
  }

  async settled(): Promise<void> {
    while (this.#waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  isAt(chatId: string, lastSeq: number): boolean {
    const { live, items } = this.conversation(chatId).state.get();
    const last = items.findLast((item) => item.kind === 'message');
    return live && (lastSeq === 0 || last?.message.seq === lastSeq);
  }

  writeShown(): void {
    const listed = this.#client.chats.get().chats;
    for (const chatId of this.options.chats) {
      const { items } = this.conversation(chatId).state.get();
      const messages = items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
      this.options.recorder.add({
        kind: 'shown',
        messages: messages.map(({ seq, id }) => ({ seq, id })),
        waiting: [...this.#waiting.values()].filter((other) => other === chatId).length,
        unread: listed.find(({ id }) => id === chatId)?.unread ?? null,
        ...this.#of(chatId),
      });
    }
  }

  drop(): void {
    this.edge.link.reset();
  }

  wake(): void {
    for (const listener of this.#listeners) listener('online');
  }

  reload(): void {
    this.#leave();
    this.#client.close();
    this.#client = this.#open();
    void this.#client.connect();
    // What was in the outbox is sent by the new client; its acknowledgement is heard there.
    for (const [clientId, chatId] of this.#waiting) this.#follow(chatId, clientId);
  }

  setTyping(chatId: string, isTyping: boolean): void {
    this.conversation(chatId).setTyping(isTyping);
  }

  async stop(): Promise<void> {
    this.#client.close();
    await this.edge.close();
  }

  #of(chatId: string): { client: string; user: number; chatId: string } {
    return { client: this.name, user: this.person.id, chatId };
  }

  #open(): ChatClient {
    const environment: Environment = {
      isOnline: () => true,
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
    const client = this.create({
      url: this.edge.url,
      session: tokenSource(async () => this.person.token),
      storage: this.#storage,
      random: this.options.random,
      environment,
    });
    let online = false;
    client.connection.subscribe(() => {
      const now = client.connection.get().status === 'online';
      if (now === online || client !== this.#client) return;
      online = now;
      if (now) this.#connections += 1;
      else this.#leave();
      const { recorder } = this.options;
      const who = { client: this.name, user: this.person.id, node: this.edge.node };
      recorder.add(now ? { kind: 'online', ...who } : { kind: 'offline', ...who });
    });
    for (const event of WATCHED)
      client.on(event, (payload) => {
        writeLive(
          this.options.recorder,
          { name: this.name, person: this.person, connection: this.#connection },
          event,
          payload,
        );
      });
    client.on('joined_chat', ({ chatId }) =>
      // How far the chat was then is the SDK's own business.
      this.options.recorder.add({ kind: 'joined', lastSeq: Number.MAX_SAFE_INTEGER, ...this.#on(chatId) }),
    );
    client.on('new_message', (message) => this.#seen(message));
    for (const chatId of this.options.chats) {
      const conversation = client.conversation(chatId);
      conversation.state.subscribe(() => this.#shows(chatId, conversation));
      conversation.open();
    }
    return client;
  }

  get #connection(): string {
    return `${this.name}#${this.#connections}`;
  }

  #on(chatId: string): { client: string; user: number; chatId: string; connection: string } {
    return { ...this.#of(chatId), connection: this.#connection };
  }

  #leave(): void {
    for (const chatId of this.options.chats)
      this.options.recorder.add({ kind: 'left', removed: false, ...this.#on(chatId) });
  }

  #follow(chatId: string, clientId: string): void {
    const client = this.#client;
    const { recorder } = this.options;
    this.conversation(chatId)
      .whenSent(clientId)
      .then(
        (message) => this.#seen(message),
        (error: unknown) => {
          if (!(error instanceof ChatError) || client !== this.#client || !this.#waiting.has(clientId)) return;
          // Not on the shelf: read from storage a moment later, or stored before; `seen` tells of that.
          if (error.code === 'not_found' && !this.#refusedIn(chatId, clientId)) {
            setTimeout(() => this.#waiting.has(clientId) && this.#follow(chatId, clientId), 50);
            return;
          }
          this.#waiting.delete(clientId);
          // How often the SDK had tried before is its own business; on another connection it may have been a repeat.
          const since = this.#sentOn.get(clientId) === this.#connections ? {} : { since: 0 };
          if (provesAbsence(error.code))
            recorder.add({ kind: 'refused', clientId, code: error.code, ...since, ...this.#of(chatId) });
        },
      );
  }

  #refusedIn(chatId: string, clientId: string): boolean {
    const { items } = this.conversation(chatId).state.get();
    return items.some((item) => item.kind === 'outgoing' && item.clientId === clientId && item.state === 'failed');
  }

  /** A message of mine that the server has: acknowledged, or seen first. */
  #seen({ client_id: clientId, chatId, seq, id, sender_id }: Message): void {
    if (clientId === null || sender_id !== this.person.id || !this.#waiting.delete(clientId)) return;
    this.options.recorder.add({ kind: 'ack', clientId, seq, id, inOrder: true, ...this.#of(chatId) });
  }

  #shows(chatId: string, conversation: Conversation): void {
    const { items } = conversation.state.get();
    const seqs = items.flatMap((item) => (item.kind === 'message' ? [item.message.seq] : []));
    const keys = items
      .slice(-KEYS)
      .map((item) => (item.kind === 'message' ? item.message.client_id : item.clientId))
      .filter((key) => key !== null);
    for (const item of items) if (item.kind === 'message' && item.message.client_id !== null) this.#seen(item.message);
    const runs = runsOf(seqs);
    const text = JSON.stringify([runs, keys]);
    if (this.#lastShown.get(chatId) === text) return;
    this.#lastShown.set(chatId, text);
    this.options.recorder.add({ kind: 'shows', runs, keys, ...this.#of(chatId) });
  }
}
