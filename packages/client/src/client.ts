import type { ServerEventName, ServerEvents } from '@stm-chat/protocol';
import { io as socketIo } from 'socket.io-client';
import { ChatCache } from './cache/chat-cache.js';
import { callListener } from './call-listener.js';
import { toChatError } from './chat-error.js';
import { ChatBook } from './chats/chat-book.js';
import { ChatFetcher } from './chats/chat-fetcher.js';
import { ChatList } from './chats/chat-list.js';
import { createListView } from './chats/list-view.js';
import type { ClientParts } from './client-parts.js';
import type { ChatClient, ChatClientOptions } from './client-types.js';
import { Connection } from './connection/connection.js';
import { browserEnvironment } from './connection/environment.js';
import { mayReach } from './connection/may-reach.js';
import { Conversations } from './conversation/conversations.js';
import { ItemList } from './conversation/items.js';
import { DraftStore } from './drafts/draft-store.js';
import { createEventTable, handleEvent } from './event-table.js';
import { Intake } from './intake.js';
import { Outbox } from './outbox/outbox.js';
import { sendInput } from './outbox/outbox-entry.js';
import { ReceiptQueue } from './receipts/receipt-queue.js';
import { Identity } from './session/identity.js';
import { createDerived, sameList } from './store.js';
import { surroundings } from './surroundings.js';
import { SyncRequests } from './sync/sync-requests.js';
import { Caller } from './transport/caller.js';
import type { FileLinks } from './uploads/file-links.js';
import { LazyUploads } from './uploads/lazy-uploads.js';
import { TypingWatch } from './typing/typing-watch.js';

/** Puts the parts together; each of them is explained where it is. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { url, clock, storage, fetch, locks } = surroundings(options);
  const random = options.random ?? Math.random;
  const environment = options.environment ?? browserEnvironment();
  const io = options.io ?? socketIo;
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let epoch: string | undefined;
  let closed = false;
  let forgotten = false;

  const identity = new Identity(
    options.session.user,
    () => call('get_me', {}),
    () => connection.end('unauthorized'),
  );
  const session = identity.hearing(options.session);
  const connection: Connection = new Connection({ url, io, session, clock, random, environment, onEvent });
  const state = () => connection.state.get();
  const caller = new Caller({ url, fetch, clock }, session, connection, () => connection.end('unauthorized'));
  const call: ChatClient['call'] = async (name, input) => {
    const asOf = book.now;
    const output = await caller.call(name, input);
    intake.answer(name, output, asOf);
    return output;
  };
  const me = () => identity.id;
  const isOnline = () => state().status === 'online';

  const cache = new ChatCache({ storage, clock, userId: identity.userId, mayKeep: () => !forgotten && !isSignedOut() });
  const book: ChatBook = new ChatBook(me, (chatId) => fetcher.doubt(chatId));
  const receipts = new ReceiptQueue({
    clock,
    isOnline,
    async send(kind, chatId, seq) {
      const receipt = await call(kind, { chatId, seq });
      book.receipt(chatId, receipt);
    },
  });
  const intake = new Intake(book, receipts, (chatId) => conversations.find(chatId), me);
  const fetcher = new ChatFetcher({
    clock,
    getChat: (chatId) => call('get_chat', { chatId }),
    isDoubtful: (chatId) => book.isDoubtful(chatId),
    mayAsk: (chatId) => mayReach(state()) && !receipts.isReading(chatId),
    onChat: ({ id }) => conversations.find(id)?.rejoin(),
    onGone(chatId) {
      book.remove(chatId);
      cache.drop(chatId);
      conversations.find(chatId)?.gone();
    },
  });
  const list = new ChatList({
    book,
    clock,
    listChats: (input) => call('list_chats', input),
    onMissing: (chatId) => fetcher.need(chatId),
    onChange() {
      for (const { summary } of book.state.get().values())
        if (summary.last_message) intake.received(summary.last_message);
      drafts.chatsChanged();
      keepList();
      chats.touch();
    },
  });
  const uploads: LazyUploads = new LazyUploads({
    storage,
    clock,
    random,
    locks,
    async transfers() {
      if (options.transfers !== undefined) return options.transfers;
      const { tusTransfers } = await import('./uploads/transfer.js');
      return tusTransfers({ url, token: (how) => session.getToken(how) });
    },
    getUpload: (input) => call('get_upload', input),
    wanted: () => new Set(outbox.state.get().items.flatMap(({ entry }) => entry.uploads ?? [])),
  });
  let links: Promise<FileLinks> | undefined;
  const fileLinks = () =>
    (links ??= import('./uploads/file-links.js').then(
      ({ FileLinks: Links }) => new Links(url, clock, (input) => call('link_attachments', input)),
    ));
  const outbox: Outbox = new Outbox({
    storage,
    clock,
    random,
    locks,
    canSend: () => isOnline() || (mayReach(state()) && !isFirstAttempt()),
    async send(entry) {
      const { clientId, uploads: ids = [] } = entry;
      const attachments = ids.length === 0 ? ids : await uploads.ready(ids, () => outbox.has(clientId));
      return call('send_message', sendInput(entry, attachments));
    },
    onFinished({ uploads: ids = [] }, outcome) {
      if (outcome === 'stored') uploads.sent(ids);
      else for (const id of ids) uploads.remove(id);
    },
    onStored: (message) => intake.message(message),
  });
  const typing = new TypingWatch(clock);
  const drafts = new DraftStore({
    storage,
    clock,
    isOnline,
    userId: identity.userId,
    push: async (chatId, text) => void (await call('set_chat_prefs', { chatId, draft: text })),
    serverDraft(chatId) {
      // A copy of an earlier visit is not the server's word: what is kept of the draft itself may be newer.
      const prefs = list.fresh ? book.get(chatId)?.prefs : undefined;
      return prefs === undefined ? undefined : (prefs.draft ?? '');
    },
  });
  const parts: ClientParts = {
    clock,
    random,
    book,
    cache,
    outbox,
    receipts,
    typing,
    me,
    call,
    intake,
    sync: new SyncRequests(
      (input) => call('sync', input),
      () => epoch,
    ),
    emit: (event, payload) => connection.emit(event, payload),
    onlineConnection: () => (isOnline() ? state() : undefined),
    doubt: (chatId) => fetcher.need(chatId),
  };
  const conversations: Conversations = new Conversations(parts);
  const events = createEventTable({
    parts,
    conversations,
    onHello: (userId) => identity.hello(userId),
    onEpoch: (next) => epochIs(next),
  });
  const chats = createListView(book, list, typing.state.get, outbox.state.get);
  const bubbles = new ItemList();
  const outgoing = createDerived<ReturnType<ChatClient['outbox']['get']>>((before) =>
    sameList(
      before,
      outbox.state.get().items.map((item) => bubbles.outgoingItem(item)),
    ),
  );

  function isSignedOut(): boolean {
    const now = state();
    return now.status === 'ended' && now.reason === 'unauthorized';
  }

  /** A socket takes a moment to connect, and then is the faster way. */
  function isFirstAttempt(): boolean {
    const now = state();
    return now.status === 'connecting' && now.attempt === 1;
  }

  function onEvent(name: string, payload: unknown): void {
    handleEvent(events, name, payload);
    for (const listener of [...(listeners.get(name) ?? [])]) callListener(listener, payload as never);
  }

  function epochIs(next: string): void {
    const before = epoch;
    epoch = next;
    if (before === undefined || before === next) return;
    void cache.forget();
    list.clear();
    receipts.clear();
    conversations.each((conversation) => conversation.startAgain());
    if (isOnline()) list.start();
  }

  /** What an earlier visit left is shown until the server is heard, and without a network. */
  async function restore(): Promise<void> {
    const kept = await cache.readList();
    if (kept === undefined || closed || state().status === 'ended') return;
    if (epoch !== undefined && epoch !== kept.epoch) return void cache.forget();
    epoch = kept.epoch;
    book.restore(kept.chats);
    list.restored();
  }

  function keepList(): void {
    const from = epoch;
    if (from !== undefined && list.status === 'ready') {
      cache.keepList(() => ({ chats: chats.get().chats, epoch: from }));
    }
  }

  function connectionChanged(): void {
    // Not signed in any more: what others wrote does not stay on this device.
    if (isSignedOut()) void cache.forget();
    if (isOnline()) {
      list.start();
      receipts.wake();
      outbox.wake();
      uploads.wake();
      drafts.wake();
    } else {
      list.stop();
      typing.clear();
      outbox.pump();
    }
    conversations.each((conversation) => conversation.connectionChanged());
  }

  function touchAll(): void {
    chats.touch();
    conversations.each((conversation) => conversation.touch());
  }

  const subscriptions = [
    connection.state.subscribe(connectionChanged),
    book.state.subscribe(() => {
      drafts.chatsChanged();
      list.chatsChanged();
      keepList();
      touchAll();
    }),
    typing.state.subscribe(touchAll),
    outbox.state.subscribe(() => {
      outgoing.touch();
      touchAll();
    }),
    identity.me.subscribe(touchAll),
    environment.subscribe((event) => {
      if (event !== 'wake') return;
      list.look();
      outbox.lead();
    }),
  ];
  void restore();
  void identity.userId.then((userId) => {
    if (closed) return;
    outbox.open(userId);
    uploads.open(userId);
  });

  return {
    me: identity.me,
    connection: connection.state,
    chats,
    outbox: outgoing,
    uploads,
    async fileLink(attachmentId, how) {
      // Without a network it may not be had: the next one asks again.
      const made = await fileLinks().catch((error: unknown) => {
        links = undefined;
        throw toChatError(error);
      });
      return made.link(attachmentId, how);
    },
    connect() {
      if (!closed) connection.connect();
      return new Promise((resolve) => {
        const settled = () => state().status === 'online' || state().status === 'ended';
        if (settled()) return resolve();
        const stop = connection.state.subscribe(() => {
          if (!settled()) return;
          stop();
          resolve();
        });
      });
    },
    close() {
      if (closed) return;
      closed = true;
      conversations.each((conversation) => conversation.end());
      connection.end('closed');
      for (const stop of subscriptions) stop();
      for (const part of [identity, outbox, uploads, receipts, fetcher, drafts, cache]) part.close();
      list.stop();
    },
    loadMoreChats: () => list.loadMore(),
    createChat: (input) => call('create_chat', input),
    conversation: (chatId) => conversations.get(chatId.toLowerCase()),
    draft: (chatId) => drafts.draft(chatId.toLowerCase()),
    async forget() {
      forgotten = true;
      const done = Promise.all([outbox.forget(), uploads.forget(), drafts.forget(), cache.forget()]);
      // While nobody knows whose it is, it is in memory only; what that user left earlier goes when it is known.
      if (identity.id === null) done.catch(() => undefined);
      else await done;
    },
    call,
    file: (path) => caller.file(path),
    addressOf: (path) => `${url}${path}`,
    on<Name extends ServerEventName>(event: Name, listener: (payload: ServerEvents[Name]) => void) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => void all.delete(listener);
    },
  };
}
