import {
  type ChatClient,
  ChatError,
  type ChatListState,
  type ConnectionState,
  createStore,
  type Draft,
  type FileLink,
  type OutgoingMessage,
  type WritableStore,
} from '@stm-chat/client';
import type {
  Account,
  ChatSummary,
  CommandInput,
  CommandName,
  CommandOutput,
  Dispute,
  Message,
  ServerEventName,
  ServerEvents,
} from '@stm-chat/protocol';
import { countsAsUnread } from '../model/people.js';
import { answerCall, NOTHING } from './fake-calls.js';
import { type DisputeWorld, FakeDisputes } from './fake-disputes.js';
import { FakeConversation, type FakeWorld } from './fake-conversation.js';
import { FakeUploads } from './fake-uploads.js';
import { makeMessage, uuid } from './fixtures.js';

export interface FakeChat {
  readonly summary: ChatSummary;
  readonly messages: readonly Message[];
}

export interface FakeClientOptions {
  readonly me: Account;
  readonly chats: readonly FakeChat[];
  readonly list?: Partial<Pick<ChatListState, 'status' | 'error' | 'hasMore'>>;
  readonly connection?: ConnectionState;
  /** Milliseconds that a page or a send takes; 0 answers in a microtask. */
  readonly latencyMs?: number;
  readonly disputes?: readonly Dispute[];
  /** Chats that never finish loading. */
  readonly stuck?: boolean;
  /** Messages in a page of history; 50 when left out. */
  readonly pageSize?: number;
}

const ONLINE: ConnectionState = { status: 'online', attempt: 0, since: 0 };

/** The SDK's interface over a world in memory: for component tests and pages, with hands on what the server would do. */
export class FakeClient implements ChatClient, FakeWorld, DisputeWorld {
  readonly me: WritableStore<Account | null>;
  readonly connection: WritableStore<ConnectionState>;
  readonly chats: WritableStore<ChatListState>;
  readonly outbox = createStore<readonly OutgoingMessage[]>([]);
  readonly messages = new Map<string, Message[]>();
  readonly uploads = new FakeUploads();
  /** Set to have the next call refused. */
  refuseNextCall: ChatError | null = null;
  readonly disputes: FakeDisputes;
  /** Lanes: chats that are in no list. */
  private readonly asides = new Map<string, ChatSummary>();
  private readonly listeners = new Map<string, Set<(payload: never) => void>>();
  private readonly drafts = new Map<string, Draft>();
  private readonly conversations = new Map<string, FakeConversation>();
  private readonly options: FakeClientOptions;

  constructor(options: FakeClientOptions) {
    this.options = options;
    this.me = createStore<Account | null>(options.me);
    this.connection = createStore<ConnectionState>(options.connection ?? ONLINE);
    const chats = options.chats.map(({ summary, messages }) => {
      this.messages.set(summary.id, [...messages]);
      return withActivity(summary, messages, options.me.id);
    });
    this.chats = createStore<ChatListState>({
      status: 'ready',
      fresh: true,
      chats,
      hasMore: false,
      typing: {},
      queued: 0,
      unreadTotal: 0,
      ...options.list,
    });
    this.disputes = new FakeDisputes(this, options.disputes);
    this.updateChats(() => undefined);
  }

  /** It is connected from the start. One that was closed stays so, as the SDK's own do. */
  connect(): Promise<void> {
    const state = this.connection.get();
    if (state.status === 'ended' && state.reason !== 'closed') this.setConnection(this.options.connection ?? ONLINE);
    return Promise.resolve();
  }

  /** Takes the network away or brings it back; what waits is then sent. */
  setConnection(state: ConnectionState): void {
    this.connection.set(state);
    for (const conversation of this.conversations.values()) conversation.flush();
  }

  goOnline(): void {
    this.setConnection(ONLINE);
  }

  goOffline(): void {
    this.setConnection({ status: 'waiting', attempt: 1, retryAt: Date.now() + 60_000, reason: 'offline' });
  }

  close(): void {
    this.connection.set({ status: 'ended', reason: 'closed' });
  }

  loadMoreChats(): Promise<void> {
    return this.wait();
  }

  fileLink(attachmentId: string): Promise<FileLink> {
    return Promise.resolve(this.uploads.link(attachmentId));
  }

  createChat(): Promise<ChatSummary> {
    return Promise.reject(new ChatError('forbidden', 'not in this world'));
  }

  conversation(chatId: string): FakeConversation {
    const known = this.conversations.get(chatId);
    if (known !== undefined) return known;
    const made = new FakeConversation(chatId, this, this.options);
    this.conversations.set(chatId, made);
    return made;
  }

  draft(chatId: string): Draft {
    const known = this.drafts.get(chatId);
    if (known !== undefined) return known;
    const made = createStore('');
    this.drafts.set(chatId, made);
    return made;
  }

  forget(): Promise<void> {
    for (const draft of this.drafts.values()) draft.set('');
    return Promise.resolve();
  }

  /** Changes to messages and preferences, as the server would make them; anything else is not in this world. */
  async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> {
    await this.wait();
    const refused = this.refuseNextCall;
    this.refuseNextCall = null;
    if (refused !== null) throw refused;
    if (this.connection.get().status !== 'online') throw new ChatError('unavailable', 'no network in this world');
    const answer =
      this.disputes.answer(name, input as Record<string, unknown>) ??
      answerCall(this, name, input as Record<string, unknown>);
    if (answer === undefined) throw new ChatError('unavailable', 'not in this world');
    return (answer === NOTHING ? undefined : answer) as CommandOutput<Name>;
  }

  /** Changes a message as the server would, and shows it everywhere. */
  change(chatId: string, messageId: string, fields: Partial<Message>): Message | undefined {
    const history = this.messages.get(chatId) ?? [];
    const known = history.find(({ id }) => id === messageId);
    if (known === undefined) return undefined;
    const message = { ...known, ...fields, revision: known.revision + 1 };
    this.messages.set(
      chatId,
      history.map((each) => (each === known ? message : each)),
    );
    this.updateChats((chat) => (chat.id === chatId ? {} : undefined));
    this.conversations.get(chatId)?.changed(message);
    return message;
  }

  on<Name extends ServerEventName>(event: Name, listener: (payload: ServerEvents[Name]) => void): () => void {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all.add(listener));
    return () => void all.delete(listener);
  }

  /** What the server would tell. */
  emit(event: ServerEventName, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(payload as never);
  }

  file(): Promise<Blob> {
    return this.wait().then(() => new Blob(['not in this world\n']));
  }

  addressOf(path: string): string {
    return `https://chat.example${path}`;
  }

  addChat(summary: ChatSummary): void {
    this.asides.set(summary.id, summary);
  }

  /** After the latency that was set. */
  wait(): Promise<void> {
    const ms = this.options.latencyMs ?? 0;
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
  }

  summary(chatId: string): ChatSummary | undefined {
    return this.chats.get().chats.find((chat) => chat.id === chatId) ?? this.asides.get(chatId);
  }

  /** Stores a message as the server would, and shows it everywhere. */
  store(chatId: string, fields: Partial<Message>): Message {
    const history = this.messages.get(chatId) ?? [];
    const seq = (history.at(-1)?.seq ?? 0) + 1;
    const message = makeMessage({
      id: uuid(hash(chatId) + seq),
      chatId,
      created_at: new Date().toISOString(),
      ...fields,
      seq,
    });
    this.messages.set(chatId, [...history, message]);
    this.updateChats((chat) => (chat.id === chatId ? {} : undefined));
    this.conversations.get(chatId)?.arrived(message);
    return message;
  }

  /** Says that somebody is writing, or nobody. */
  setTyping(chatId: string, userIds: readonly number[]): void {
    this.chats.set({ ...this.chats.get(), typing: { ...this.chats.get().typing, [chatId]: userIds } });
    this.conversations.get(chatId)?.update({ typing: userIds });
  }

  /** Says that somebody came or went, in every chat. */
  setPresence(userId: number, online: boolean, lastSeen: string | null = null): void {
    this.updateChats(({ members }) => ({
      members: members.map((member) =>
        member.userId === userId ? { ...member, online, last_seen: lastSeen } : member,
      ),
    }));
    for (const conversation of this.conversations.values()) conversation.refresh();
  }

  /** Moves a member's receipts. */
  setReceipt(chatId: string, userId: number, readSeq: number, deliveredSeq = readSeq): void {
    this.updateChats((chat) =>
      chat.id === chatId
        ? {
            members: chat.members.map((member) =>
              member.userId === userId
                ? { ...member, read_seq: readSeq, delivered_seq: deliveredSeq, read_at: new Date().toISOString() }
                : member,
            ),
          }
        : undefined,
    );
    this.conversations.get(chatId)?.refresh();
  }

  /** Changes summaries, and counts again what depends on the messages. */
  updateChats(change: (chat: ChatSummary) => Partial<ChatSummary> | undefined): void {
    const state = this.chats.get();
    const meId = this.me.get()?.id ?? null;
    const chats = state.chats.map((chat) => {
      const changed = change(chat);
      return changed === undefined
        ? chat
        : withActivity({ ...chat, ...changed }, this.messages.get(chat.id) ?? [], meId);
    });
    const outbox = [...this.conversations.values()].flatMap((conversation) => conversation.unsent);
    this.outbox.set(outbox);
    this.chats.set({
      ...state,
      chats: chats.toSorted((a, b) => Number(b.prefs.pinned) - Number(a.prefs.pinned) || byActivity(a, b)),
      queued: outbox.length,
      unreadTotal: chats.reduce((sum, chat) => sum + chat.unread, 0),
    });
  }
}

function byActivity(a: ChatSummary, b: ChatSummary): number {
  return b.last_activity_at.localeCompare(a.last_activity_at);
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7) * 10_000;
}

function withActivity(summary: ChatSummary, messages: readonly Message[], meId: number | null): ChatSummary {
  const last = messages.at(-1) ?? null;
  const mine = summary.members.find((member) => member.userId === meId)?.read_seq ?? summary.read_seq;
  const readSeq = Math.max(mine, summary.read_seq);
  return {
    ...summary,
    last_message: last,
    last_seq: last?.seq ?? 0,
    last_activity_at: last?.created_at ?? summary.last_activity_at,
    revision: last?.seq ?? 0,
    read_seq: readSeq,
    unread: messages.filter((message) => message.seq > readSeq && countsAsUnread(message, meId)).length,
  };
}
