import type { Message, ServerEvents } from '@stm-chat/protocol';
import { io, type Socket } from 'socket.io-client';
import { type Actor, type ActorOptions, Edge } from './actor.js';
import { WATCHED, type WatchedEvent, writeLive } from './live-events.js';
import { type Attempt, CarefulSender } from './sender.js';

const ACK_MS = 4000;
const PAGE = 200;

interface Joined {
  readonly ok: boolean;
  readonly chat?: { readonly last_seq: number };
}

/** A device with the stock socket.io-client: it joins, reads what it lacks, and appends blindly what comes. */
export class StockActor implements Actor {
  readonly name: string;
  readonly person: ActorOptions['person'];
  readonly #socket: Socket;
  readonly #sender: CarefulSender;
  readonly #lists = new Map<string, Map<number, Message>>();
  readonly #live = new Set<string>();
  #connections = 0;

  private constructor(
    private readonly options: ActorOptions,
    readonly edge: Edge,
  ) {
    const { name, person, recorder, random } = options;
    this.name = name;
    this.person = person;
    this.#sender = new CarefulSender({ name, person, recorder, random, attempt: (...what) => this.#attempt(...what) });
    this.#socket = io(`${edge.url}/chat`, {
      auth: { token: person.token },
      transports: ['websocket'],
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 1000,
    });
    this.#socket.on('connect', () => {
      this.#connections += 1;
      recorder.add({ kind: 'online', client: name, user: person.id, node: edge.node });
      for (const chatId of options.chats) void this.#join(chatId);
    });
    this.#socket.on('disconnect', () => {
      this.#live.clear();
      for (const chatId of options.chats) recorder.add({ kind: 'left', removed: false, ...this.#on(chatId) });
      recorder.add({ kind: 'offline', client: name, user: person.id, node: edge.node });
    });
    for (const event of WATCHED) this.#socket.on(event, (payload) => this.#hears(event, payload));
  }

  static async create(options: ActorOptions): Promise<StockActor> {
    return new StockActor(options, await Edge.open(options));
  }

  async start(): Promise<void> {
    const connected = new Promise<void>((resolve) => this.#socket.once('connect', resolve));
    this.#socket.connect();
    await connected;
  }

  send(chatId: string, text: string): void {
    this.#sender.send(chatId, text);
  }

  async settled(): Promise<void> {
    while (this.#sender.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  isAt(chatId: string, lastSeq: number): boolean {
    return this.#live.has(chatId) && Math.max(0, ...(this.#lists.get(chatId)?.keys() ?? [])) === lastSeq;
  }

  writeShown(): void {
    for (const chatId of this.options.chats) {
      const list = [...(this.#lists.get(chatId)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
      this.options.recorder.add({
        kind: 'shown',
        messages: list.map(({ seq, id }) => ({ seq, id })),
        waiting: this.#sender.waitingIn(chatId),
        unread: null,
        client: this.name,
        user: this.person.id,
        chatId,
      });
    }
  }

  drop(): void {
    this.edge.link.reset();
  }

  wake(): void {
    // socket.io-client never waits for more than a second here.
  }

  reload(): void {
    this.#socket.disconnect();
    this.#lists.clear();
    this.#socket.connect();
  }

  setTyping(chatId: string, isTyping: boolean): void {
    if (this.#socket.connected) this.#socket.emit('typing', { chatId, isTyping });
  }

  async stop(): Promise<void> {
    this.#sender.stop();
    this.#socket.disconnect();
    await this.edge.close();
  }

  #on(chatId: string): { client: string; user: number; chatId: string; connection: string } {
    const { name: client, person } = this;
    return { client, user: person.id, chatId, connection: `${client}#${this.#connections}` };
  }

  #hears(event: WatchedEvent, payload: ServerEvents[WatchedEvent]): void {
    const { recorder } = this.options;
    writeLive(
      recorder,
      { name: this.name, person: this.person, connection: `${this.name}#${this.#connections}` },
      event,
      payload,
    );
    if (event === 'new_message') this.#keep([payload as Message]);
    if (event === 'left_chat') this.#live.delete(payload.chatId);
  }

  #keep(messages: readonly Message[]): void {
    for (const message of messages) {
      const list = this.#lists.get(message.chatId) ?? new Map<number, Message>();
      this.#lists.set(message.chatId, list.set(message.seq, message));
    }
  }

  /** Joins, then reads what came before; again until it worked or the connection is another one. */
  async #join(chatId: string): Promise<void> {
    const connection = this.#connections;
    while (this.#socket.connected && connection === this.#connections) {
      try {
        const answer = (await this.#socket.timeout(ACK_MS).emitWithAck('join_chat', { chatId })) as Joined;
        if (connection !== this.#connections) return;
        if (answer.ok && answer.chat !== undefined) {
          this.options.recorder.add({ kind: 'joined', lastSeq: answer.chat.last_seq, ...this.#on(chatId) });
          await this.#readUntil(chatId, answer.chat.last_seq);
          if (connection === this.#connections) this.#live.add(chatId);
          return;
        }
        if ((answer as { error?: { code?: string } }).error?.code === 'not_found') return;
      } catch {
        // No answer: the connection is slow, or gone.
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #readUntil(chatId: string, lastSeq: number): Promise<void> {
    const list = this.#lists.get(chatId);
    let after = 0;
    while (list?.has(after + 1) === true) after += 1;
    while (after < lastSeq) {
      const path = `/api/chat/${chatId}/messages?limit=${PAGE}&after=${after}`;
      const { status, body } = await this.edge.call(this.person.token, 'GET', path);
      if (status !== 200) throw new Error(`history: ${status}`);
      this.#keep(body.messages);
      after = body.messages.at(-1)?.seq ?? lastSeq;
    }
  }

  async #attempt(chatId: string, clientId: string, text: string, attempt: number): Promise<Attempt> {
    if (attempt > 1 && this.options.random() < 0.4)
      return sendOverRest(this.edge, this.person.token, chatId, clientId, text);
    // An emit before the connection would wait in the library, and leave when nobody waits for it any more.
    if (!this.#socket.connected) return null;
    const payload = { chatId, message: text, client_id: clientId };
    const answer = await this.#socket.timeout(ACK_MS).emitWithAck('send_message', payload);
    return answer.ok ? { ok: true, message: answer.message } : { ok: false, code: answer.error.code };
  }
}

export async function sendOverRest(
  edge: Pick<Edge, 'call'>,
  token: string,
  chatId: string,
  clientId: string,
  text: string,
): Promise<Attempt> {
  const path = `/api/chat/${chatId}/messages`;
  const { status, body } = await edge.call(token, 'POST', path, { message: text, client_id: clientId });
  if (status === 200 || status === 201) return { ok: true, message: body };
  return typeof body?.code === 'string' ? { ok: false, code: body.code } : null;
}
