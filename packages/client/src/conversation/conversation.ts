import type { ChatChanges, Message } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { Conversation, SendOptions } from '../client-types.js';
import type { ClientParts } from '../client-parts.js';
import { createDerived, createStore, type Store } from '../store.js';
import { TypingSignal } from '../typing/typing-signal.js';
import { typingIn } from '../typing/typing-state.js';
import type { ConversationState, OutgoingMessage } from './conversation-state.js';
import { timelineOf } from '../cache/cached-values.js';
import { Follower } from './follower.js';
import { History } from './history.js';
import { ItemList } from './items.js';
import { writeEntry } from './outgoing.js';
import { applyMessage, dropAll, emptyTimeline, hasGap, isBehind, lastSeq } from './timeline.js';
import { viewConversation } from './view.js';

/** Between the last `close` and leaving: whoever comes back at once (a re-mounted view) has missed nothing. */
const LEAVE_MS = 500;
/** The copy of an earlier visit is waited for this long before the server is asked without it. */
const CACHE_MS = 150;
/** With more unread messages than this a conversation opens where they begin, with the last page otherwise. */
const UNREAD_PAGE = 40;

/** One chat as it is seen on this device. */
export class OpenConversation implements Conversation {
  private readonly timeline = createStore(emptyTimeline);
  private readonly items = new ItemList();
  private readonly follower: Follower;
  private readonly history: History;
  private readonly signal: TypingSignal;
  private readonly derived = createDerived<ConversationState>((before) => this.compute(before));
  private opened = 0;
  private around: number | undefined;
  private cancelLeave: (() => void) | undefined;
  /** Mine, stored while the run did not reach the end of the chat: shown until it does. */
  private landed: readonly Message[] = [];
  /** The copy that is being read; anything that makes it worthless lets go of it. */
  private restoring: object | undefined;
  /** How many `left_chat` are to be expected. */
  private leaving = 0;

  constructor(
    readonly chatId: string,
    private readonly parts: ClientParts,
  ) {
    const { call, clock, random, book } = parts;
    const page = (input: object) => call('list_messages', { chatId, ...input });
    const onMessages = (messages: readonly Message[]) => this.arrived(messages);
    const onState = () => this.derived.touch();
    this.follower = new Follower({
      chatId,
      timeline: this.timeline,
      clock,
      random,
      connection: parts.onlineConnection,
      join: () => call('join_chat', { chatId }),
      leave: () => this.leave(),
      page,
      changes: (revision) => parts.sync.changes(chatId, revision),
      firstPage: () => this.firstPage(),
      onMessages,
      onChanges: (pages) => this.changed(pages),
      onState,
    });
    this.history = new History({ timeline: this.timeline, page, onMessages, onState });
    this.signal = new TypingSignal(clock, (isTyping) => parts.emit('typing', { chatId, isTyping }));
    this.timeline.subscribe(() => {
      const { attached } = this.timeline.get();
      if (attached) this.landed = this.landed.filter(({ seq }) => seq > lastSeq(this.timeline.get()));
      book.count(chatId, this.timeline.get());
      this.keep();
      this.follower.check();
      onState();
    });
  }

  get state(): Store<ConversationState> {
    return this.derived;
  }

  /** Nobody shows it, and nothing of it is under way. */
  get isIdle(): boolean {
    return !this.isFollowed && this.leaving === 0;
  }

  /** Somebody shows it, or did a moment ago and may come back. */
  private get isFollowed(): boolean {
    return this.opened > 0 || this.cancelLeave !== undefined;
  }

  open(options: { readonly around?: number } = {}): void {
    if (options.around !== undefined && this.timeline.get().valid) void this.loadAround(options.around);
    else this.around = options.around ?? this.around;
    if (this.opened++ > 0) return;
    if (this.cancelLeave !== undefined) {
      this.cancelLeave();
      this.cancelLeave = undefined;
      // Not left yet, so there is nothing to begin with, except again after a failure.
      if (this.follower.error !== undefined) this.follower.start();
      return;
    }
    if (this.parts.book.get(this.chatId) === undefined) this.parts.doubt(this.chatId);
    if (this.timeline.get().messages.length > 0 || this.around !== undefined) this.follower.start();
    else this.restore();
  }

  close(): void {
    if (this.opened === 0 || --this.opened > 0) return;
    this.setTyping(false);
    this.cancelLeave = this.parts.clock.after(LEAVE_MS, () => {
      this.cancelLeave = undefined;
      this.follower.stop();
    });
  }

  loadBefore(): Promise<void> {
    return this.history.before();
  }

  loadAfter(): Promise<void> {
    return this.history.after();
  }

  loadAround(seq: number): Promise<void> {
    return this.history.around(seq);
  }

  loadLatest(): Promise<void> {
    return this.history.latest();
  }

  send(text: string, options: SendOptions = {}): OutgoingMessage {
    const { outbox, clock } = this.parts;
    const entry = writeEntry(this.chatId, text, options, this.timeline.get(), clock.now());
    outbox.add(entry);
    this.signal.messageSent();
    // One sees what one writes, wherever in the past one was.
    void this.loadLatest();
    const item = outbox.state.get().items.find(({ entry: { clientId } }) => clientId === entry.clientId);
    if (item === undefined) throw new ChatError('internal', 'No such message is waiting');
    return this.items.outgoingItem(item);
  }

  whenSent(clientId: string): Promise<Message> {
    return this.parts.outbox.whenSent(clientId);
  }

  retry(clientId: string): void {
    this.parts.outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.parts.outbox.discard(clientId);
  }

  setTyping(isTyping: boolean): void {
    this.signal.set(isTyping);
  }

  markRead(seq: number): void {
    const { book, receipts, clock, me } = this.parts;
    const summary = book.get(this.chatId);
    const userId = me();
    if (summary === undefined || userId === null) return;
    const upTo = Math.min(seq, Math.max(summary.last_seq, this.timeline.get().messages.at(-1)?.seq ?? 0));
    if (upTo <= summary.read_seq) return;
    // Asked for before it is shown: nobody then asks the server for a number that it does not know yet.
    receipts.read(this.chatId, upTo);
    book.read(this.chatId, { userId, seq: upTo, read_at: new Date(clock.now()).toISOString() });
    book.count(this.chatId, this.timeline.get());
  }

  /** A message as it is now, from wherever. */
  receive(message: Message): void {
    const { valid, attached } = this.timeline.get();
    if (valid && !attached && message.sender_id === this.parts.me()) this.landed = [...this.landed, message];
    this.timeline.set(applyMessage(this.timeline.get(), message));
  }

  /** The connection came or went. */
  connectionChanged(): void {
    this.follower.poke();
    this.derived.touch();
  }

  /** The server says that the chat is at `revision`; equal to ours it says that receipts moved. */
  tip(revision: number): void {
    if (revision >= this.timeline.get().revision) this.follower.sync();
  }

  /** The server took this connection out of the chat's room. True when nobody here had asked for that. */
  leftRoom(): boolean {
    if (this.leaving > 0) {
      this.leaving--;
      return false;
    }
    this.follower.left();
    return true;
  }

  /** After a surprise: if the chat is still mine, joins again. */
  rejoin(): void {
    if (this.isFollowed && !this.follower.isJoined) this.follower.start();
  }

  /** The chat does not exist any more, or not for me: what was said in it is not shown any longer. */
  gone(): void {
    this.landed = [];
    this.restoring = undefined;
    this.parts.cache.drop(this.chatId);
    this.timeline.set(emptyTimeline);
    this.follower.end(new ChatError('not_found', 'This chat does not exist, or you are no longer in it'));
    this.derived.touch();
  }

  /** After the chat's summary moved on: what is unread is counted here if it can be. */
  recount(): void {
    this.parts.book.count(this.chatId, this.timeline.get());
  }

  /** Another database: everything that is held is from one that is no more. */
  startAgain(): void {
    this.landed = [];
    this.restoring = undefined;
    this.timeline.set(dropAll(this.timeline.get()));
    this.follower.sync();
  }

  /** Something that the state is made of changed elsewhere. */
  touch(): void {
    this.derived.touch();
  }

  /** The client is closed. */
  end(): void {
    this.cancelLeave?.();
    this.cancelLeave = undefined;
    this.opened = 0;
    this.follower.stop();
  }

  /** Begins with what was here on an earlier visit, if there is a copy; then, or a moment later, the server is asked. */
  private restore(): void {
    const { cache, clock } = this.parts;
    const mine = (this.restoring = {});
    let started = false;
    const start = () => {
      if (started) return;
      started = true;
      cancel();
      if (this.isFollowed) this.follower.start();
    };
    const cancel = clock.after(CACHE_MS, start);
    void cache.readRun(this.chatId).then((run) => {
      if (run !== undefined && this.restoring === mine && this.timeline.get().messages.length === 0) {
        this.timeline.set(timelineOf(run));
        if (started) this.follower.sync();
      }
      start();
    });
  }

  /** Keeps a copy of the end of the chat, if that is what is loaded, and nothing is known to be missing. */
  private keep(): void {
    const run = this.timeline.get();
    if (!run.valid || !run.attached || hasGap(run) || isBehind(run) || run.messages.length === 0) return;
    this.parts.cache.keepRun(this.chatId, run.messages, run.hasBefore, run.revision);
  }

  private leave(): void {
    this.leaving++;
    this.parts.call('leave_chat', { chatId: this.chatId }).catch(() => {
      // Not in the room any more, or no connection: then no `left_chat` will come.
      this.leaving = Math.max(0, this.leaving - 1);
    });
  }

  private changed(pages: readonly ChatChanges[]): void {
    const { book, doubt } = this.parts;
    const messages = pages.flatMap((page) => page.messages);
    const known = book.get(this.chatId)?.revision ?? 0;
    const until = pages.at(-1)?.revision ?? 0;
    // Fewer messages than changes: something else of the chat changed, which a sync does not carry.
    if (messages.filter(({ revision }) => revision > known).length < until - known) doubt(this.chatId);
    book.changes(this.chatId, pages);
    this.arrived(messages);
  }

  private arrived(messages: readonly Message[]): void {
    const { book, outbox, intake } = this.parts;
    for (const message of messages) outbox.seen(message);
    const { attached, messages: run } = this.timeline.get();
    const last = run.at(-1);
    if (last === undefined || !attached) return;
    book.message(last);
    book.count(this.chatId, this.timeline.get());
    intake.received(last);
  }

  private firstPage(): number | undefined {
    const { around } = this;
    this.around = undefined;
    if (around !== undefined) return around;
    const { attached, messages } = this.timeline.get();
    if (messages.length > 0) return attached ? undefined : messages[Math.floor(messages.length / 2)]?.seq;
    const summary = this.parts.book.get(this.chatId);
    return summary !== undefined && summary.unread > UNREAD_PAGE ? summary.read_seq + 1 : undefined;
  }

  private compute(before: ConversationState | undefined): ConversationState {
    const { book, outbox, typing, me } = this.parts;
    const { chatId, landed, follower, history } = this;
    return viewConversation(before, this.items, {
      timeline: this.timeline.get(),
      landed,
      outbox: outbox.state.get().items.filter(({ entry }) => entry.chatId === chatId),
      summary: book.get(chatId),
      typing: typingIn(typing.state.get(), chatId),
      me: me(),
      follower,
      history,
    });
  }
}
