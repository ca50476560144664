import {
  ChatError,
  type ConnectionState,
  type Conversation,
  type ConversationState,
  createStore,
  deliveryState,
  type MessageItem,
  type OutgoingMessage,
  type SendOptions,
  type Store,
  type StoredMessage,
} from '@stm-chat/client';
import type { FakeUploads } from './fake-uploads.js';
import type { Account, ChatSummary, Message, Reply, WireError } from '@stm-chat/protocol';

const PAGE = 50;

const NOTHING: ConversationState = {
  status: 'loading',
  items: [],
  hasBefore: false,
  hasAfter: false,
  loadingBefore: false,
  loadingAfter: false,
  typing: [],
  live: false,
};

/** What a conversation needs of the world that it is in. */
export interface FakeWorld {
  readonly me: Store<Account | null>;
  readonly connection: Store<ConnectionState>;
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  wait(): Promise<void>;
  summary(chatId: string): ChatSummary | undefined;
  store(chatId: string, fields: Partial<Message>): Message;
  readonly uploads: FakeUploads;
  updateChats(change: (chat: ChatSummary) => Partial<ChatSummary> | undefined): void;
}

/** One chat of the fake world: pages over its messages, and an outbox that waits for the connection. */
export class FakeConversation implements Conversation {
  readonly state = createStore<ConversationState>(NOTHING);
  /** Set to have the next message refused. */
  refuseNext: WireError | null = null;
  private readonly known = new WeakMap<Message, StoredMessage>();
  private outgoing: readonly OutgoingMessage[] = [];
  private shown: readonly Message[] = [];
  private count = 0;
  private sending = false;

  constructor(
    readonly chatId: string,
    private readonly client: FakeWorld,
    private readonly options: { readonly stuck?: boolean; readonly pageSize?: number },
  ) {}

  private get page(): number {
    return this.options.pageSize ?? PAGE;
  }

  get unsent(): readonly OutgoingMessage[] {
    return this.outgoing;
  }

  open(options: { readonly around?: number } = {}): void {
    this.count++;
    if (this.count > 1 || this.options.stuck === true) return;
    void (this.shown.length > 0 ? this.catchUp() : this.load(options.around));
  }

  close(): void {
    this.count--;
    // What is loaded is kept for coming back, and does not follow meanwhile: as the SDK does.
    if (this.count === 0) this.update({ live: false });
  }

  async loadBefore(): Promise<void> {
    const first = this.shown[0]?.seq ?? 1;
    const { loadError: _, ...state } = this.state.get();
    this.state.set({ ...state, loadingBefore: true });
    await this.client.wait();
    if (this.client.connection.get().status !== 'online') {
      this.update({ loadingBefore: false, loadError: new ChatError('unavailable', 'no network in this world') });
      return;
    }
    this.show(
      this.all
        .filter((message) => message.seq < first)
        .slice(-this.page)
        .concat(this.shown),
      { loadingBefore: false },
    );
  }

  async loadAfter(): Promise<void> {
    const last = this.shown.at(-1)?.seq ?? 0;
    this.update({ loadingAfter: true });
    await this.client.wait();
    this.show(this.shown.concat(this.all.filter((message) => message.seq > last).slice(0, this.page)), {
      loadingAfter: false,
    });
  }

  async loadAround(seq: number): Promise<void> {
    await this.client.wait();
    this.show(pageAround(this.all, seq, this.page));
  }

  async loadLatest(): Promise<void> {
    await this.client.wait();
    this.show(this.all.slice(-this.page));
  }

  send(text: string, options: SendOptions = {}): OutgoingMessage {
    const item: OutgoingMessage = {
      kind: 'outgoing',
      clientId: crypto.randomUUID(),
      chatId: this.chatId,
      text,
      type: options.type ?? 'text',
      replyTo: this.replyOf(options.replyTo),
      createdAt: new Date().toISOString(),
      ...(options.uploads === undefined ? {} : { uploads: options.uploads }),
      state: 'queued',
    };
    this.setOutgoing([...this.outgoing, item]);
    this.flush();
    return item;
  }

  whenSent(): Promise<Message> {
    return Promise.reject(new Error('not in this world'));
  }

  retry(clientId: string): void {
    const item = this.outgoing.find((each) => each.clientId === clientId);
    if (item === undefined) return;
    const { error: _, ...rest } = item;
    this.setOutgoing([...this.outgoing.filter((each) => each !== item), { ...rest, state: 'queued' }]);
    this.flush();
  }

  discard(clientId: string): void {
    this.setOutgoing(this.outgoing.filter((item) => item.clientId !== clientId));
  }

  setTyping(): void {
    // Nobody else is here to see it.
  }

  markRead(seq: number): void {
    const summary = this.client.summary(this.chatId);
    if (summary === undefined || seq <= summary.read_seq) return;
    this.client.updateChats((chat) => (chat.id === this.chatId ? { read_seq: seq } : undefined));
    this.refresh();
  }

  /** Sends what waits, one after the other. */
  flush(): void {
    const next = this.outgoing.find((item) => item.state === 'queued');
    if (next === undefined || this.sending || this.client.connection.get().status !== 'online') return;
    this.sending = true;
    this.replaceOutgoing({ ...next, state: 'sending' });
    void this.client.wait().then(() => {
      this.sending = false;
      const refused = this.refuseNext;
      this.refuseNext = null;
      if (refused !== null) this.replaceOutgoing({ ...next, state: 'failed', error: refused });
      else this.accept(next);
      this.flush();
    });
  }

  arrived(message: Message): void {
    if (this.state.get().status !== 'ready' || !this.state.get().live) return this.refresh();
    if (this.state.get().hasAfter) this.refresh();
    else this.show([...this.shown, message]);
  }

  /** Makes the items again, after receipts moved. */
  refresh(): void {
    if (this.state.get().status === 'ready') this.show(this.shown);
  }

  /** Shows a message as it is now. */
  changed(message: Message): void {
    this.shown = this.shown.map((each) => (each.id === message.id ? message : each));
    this.refresh();
  }

  private replyOf(messageId: string | undefined): Reply | null {
    const message = this.all.find(({ id }) => id === messageId);
    if (message === undefined) return null;
    const { id, seq, sender_id, message: text } = message;
    return { id, seq, sender_id, preview: text.slice(0, 140) };
  }

  update(changes: Partial<ConversationState>): void {
    this.state.set({ ...this.state.get(), ...changes });
  }

  private get all(): readonly Message[] {
    return this.client.messages.get(this.chatId) ?? [];
  }

  private async load(around: number | undefined): Promise<void> {
    await this.client.wait();
    this.show(around === undefined ? this.all.slice(-this.page) : pageAround(this.all, around, this.page), {
      status: 'ready',
      live: true,
    });
  }

  private async catchUp(): Promise<void> {
    await this.client.wait();
    const last = this.shown.at(-1)?.seq ?? 0;
    this.show(this.shown.concat(this.all.filter((message) => message.seq > last)), { live: true });
  }

  private accept(item: OutgoingMessage): void {
    const me = this.client.me.get();
    this.outgoing = this.outgoing.filter((each) => each.clientId !== item.clientId);
    if (me === null || me.role === 'admin') return;
    this.client.store(this.chatId, {
      sender_id: me.id,
      sender_type: me.role,
      message: item.text,
      client_id: item.clientId,
      reply_to: item.replyTo,
      message_type: item.type,
      attachments: this.client.uploads.take(item.uploads ?? []),
    });
  }

  private replaceOutgoing(next: OutgoingMessage): void {
    this.setOutgoing(this.outgoing.map((item) => (item.clientId === next.clientId ? next : item)));
  }

  private setOutgoing(outgoing: readonly OutgoingMessage[]): void {
    this.outgoing = outgoing;
    this.client.updateChats(() => undefined);
    this.refresh();
  }

  private show(messages: readonly Message[], changes: Partial<ConversationState> = {}): void {
    this.shown = messages;
    const summary = this.client.summary(this.chatId);
    const items: MessageItem[] = [...messages.map((message) => this.item(message)), ...this.outgoing];
    this.update({
      ...changes,
      ...(summary === undefined ? {} : { summary }),
      items,
      hasBefore: messages.length > 0 && messages[0]?.seq !== this.all[0]?.seq,
      hasAfter: (changes.live ?? this.state.get().live) && messages.at(-1)?.seq !== this.all.at(-1)?.seq,
    });
  }

  private item(message: Message): StoredMessage {
    const state = deliveryState(message, this.client.summary(this.chatId), this.client.me.get()?.id ?? null);
    const known = this.known.get(message);
    if (known?.state === state) return known;
    const made: StoredMessage = { kind: 'message', message, state };
    this.known.set(message, made);
    return made;
  }
}

function pageAround(all: readonly Message[], seq: number, page: number): readonly Message[] {
  const index = Math.max(
    all.findIndex((message) => message.seq >= seq),
    0,
  );
  return all.slice(Math.max(index - page / 2, 0), index + page / 2);
}
