import type { ChatChanges, ChatPrefs, ChatSummary, CommandName, Member, Message } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';

export interface FakeSocketEnd {
  readonly userId: number;
  readonly joined: Set<string>;
  /** Sends an event to the client. */
  push(event: string, payload: unknown): void;
}

export interface FakeChat {
  readonly id: string;
  readonly messages: Message[];
  revision: number;
  status: ChatSummary['status'];
  members: Member[];
  activityAt: string;
  readonly createdAt: string;
  readonly prefs: Map<number, ChatPrefs>;
}

const NO_PREFS: ChatPrefs = { muted_until: null, pinned: false, archived: false, marked_unread: false, draft: null };

type Input = Record<string, unknown>;

/** The server as the contract describes it, in memory: what is right is what it says. */
export class FakeServer {
  epoch = 'epoch-1';
  readonly chats = new Map<string, FakeChat>();
  readonly sockets = new Set<FakeSocketEnd>();
  /** Rows in one page of `sync`, and how far behind a client may be. */
  syncPage = 500;
  changesMax = 2000;
  listPage = 50;
  historyPage = 50;
  /** Called before each command; may throw. */
  intercept: (name: CommandName, input: Input, userId: number) => void = () => {};
  /** Frames of these events are lost. */
  lose: (event: string) => boolean = () => false;
  private ids = 0;
  private time = Date.parse('2026-01-01T00:00:00.000Z');

  createChat(...userIds: number[]): FakeChat {
    const roles = ['customer', 'provider', 'lsm'] as const;
    const createdAt = this.now();
    const chat: FakeChat = {
      id: this.newId(),
      createdAt,
      prefs: new Map(),
      messages: [],
      revision: 0,
      status: 'open',
      activityAt: createdAt,
      members: userIds.map((userId, at) => ({
        userId,
        role: roles[at] ?? 'lsm',
        name: `User ${userId}`,
        read_seq: 0,
        read_at: null,
        delivered_seq: 0,
        online: false,
        last_seen: null,
      })),
    };
    this.chats.set(chat.id, chat);
    for (const member of chat.members) this.toUser(member.userId, 'chat_updated', this.summary(chat, member.userId));
    return chat;
  }

  handle(userId: number, name: CommandName, input: Input, socket?: FakeSocketEnd): unknown {
    this.intercept(name, input, userId);
    switch (name) {
      case 'get_me':
        return { id: userId, role: 'customer', name: `User ${userId}`, email: null, region: null };
      case 'authenticate':
        return { expires_at: this.now() };
      case 'list_chats':
        return this.listChats(userId, input);
      case 'sync':
        return (input['chats'] as Input[]).map((one) => this.changesOrError(userId, { ...input, ...one }));
      case 'list_changes':
        return this.changes(this.find(userId, input), Number(input['since']), input['epoch']);
      case 'get_chat':
        return this.summary(this.find(userId, input), userId);
      case 'join_chat': {
        const chat = this.find(userId, input);
        socket?.joined.add(chat.id);
        return this.summary(chat, userId);
      }
      case 'leave_chat': {
        const chat = this.find(userId, input);
        socket?.joined.delete(chat.id);
        socket?.push('left_chat', { chatId: chat.id });
        return undefined;
      }
      case 'list_messages':
        return this.history(this.find(userId, input), input);
      case 'send_message':
        return this.send(userId, String(input['chatId']), String(input['message']), input['client_id'] as string);
      case 'get_upload': {
        const id = String(input['attachmentId']);
        const attachment = { id, name: 'file', type: 'application/pdf', size: 1 };
        return { id, state: 'ready', received: 1, length: 1, attachment, reason: null };
      }
      case 'mark_read':
      case 'mark_delivered':
        return this.mark(userId, name, input, socket);
      case 'set_chat_prefs': {
        const chat = this.find(userId, input);
        const { chatId: _, ...change } = input;
        const prefs = { ...NO_PREFS, ...chat.prefs.get(userId), ...change };
        chat.prefs.set(userId, { ...prefs, draft: prefs.draft === '' ? null : prefs.draft });
        this.toUser(userId, 'chat_updated', this.summary(chat, userId));
        return this.summary(chat, userId);
      }
      case 'typing': {
        const chat = this.find(userId, input);
        const event = { userId, chatId: chat.id, isTyping: input['isTyping'] };
        this.toRoom(chat, 'user_typing', event, (other) => other.userId !== userId);
        return undefined;
      }
      default:
        throw new ChatError('invalid_payload', `The fake server knows no ${name}`);
    }
  }

  send(userId: number, chatId: string, text: string, clientId: string | null = null): Message {
    const chat = this.find(userId, { chatId });
    const repeated = chat.messages.find((one) => one.sender_id === userId && one.client_id === clientId);
    if (clientId !== null && repeated !== undefined) return repeated;
    if (chat.status === 'closed') throw new ChatError('chat_closed', 'The chat is closed');
    const message: Message = {
      id: this.newId(),
      chatId,
      seq: chat.messages.length + 1,
      revision: ++chat.revision,
      sender_type: 'customer',
      sender_id: userId,
      message: text,
      message_type: 'text',
      created_at: this.now(),
      client_id: clientId,
      reply_to: null,
      edited_at: null,
      deleted_at: null,
      attachments: [],
      reactions: [],
    };
    chat.messages.push(message);
    chat.activityAt = message.created_at;
    this.toRoom(chat, 'new_message', message);
    this.tellActivity(chat);
    return message;
  }

  edit(chat: FakeChat, seq: number, text: string): void {
    this.update(chat, seq, { message: text, edited_at: this.now() });
  }

  delete(chat: FakeChat, seq: number): void {
    this.update(chat, seq, { message: '', deleted_at: this.now() });
  }

  setStatus(chat: FakeChat, status: ChatSummary['status']): void {
    chat.status = status;
    chat.revision++;
    for (const { userId } of chat.members) this.toUser(userId, 'chat_updated', this.summary(chat, userId));
  }

  removeMember(chat: FakeChat, userId: number): void {
    chat.members = chat.members.filter((member) => member.userId !== userId);
    chat.revision++;
    for (const socket of this.sockets) {
      if (socket.userId === userId && socket.joined.delete(chat.id)) socket.push('left_chat', { chatId: chat.id });
    }
    for (const member of chat.members) this.toUser(member.userId, 'chat_updated', this.summary(chat, member.userId));
  }

  /** What goes out every 25 s. */
  tips(): void {
    for (const socket of this.sockets) {
      const chats = [...socket.joined].map((chatId) => ({ chatId, revision: this.chats.get(chatId)?.revision ?? 0 }));
      socket.push('tips', { epoch: this.epoch, chats });
    }
  }

  summary(chat: FakeChat, userId: number): ChatSummary {
    const read_seq = chat.members.find((member) => member.userId === userId)?.read_seq ?? 0;
    return {
      id: chat.id,
      job_id: null,
      job: null,
      subject: 'A job',
      status: chat.status,
      customer_id: chat.members[0]?.userId ?? null,
      provider_id: chat.members[1]?.userId ?? null,
      lsm_id: null,
      members: chat.members.map((member) => ({ ...member })),
      last_message: chat.messages.at(-1) ?? null,
      last_seq: chat.messages.length,
      read_seq,
      unread: chat.messages.filter((one) => one.seq > read_seq && one.sender_id !== userId && one.deleted_at === null)
        .length,
      revision: chat.revision,
      prefs: chat.prefs.get(userId) ?? NO_PREFS,
      dispute: null,
      parent_id: null,
      lane: null,
      created_at: chat.createdAt,
      last_activity_at: chat.activityAt,
    };
  }

  private update(chat: FakeChat, seq: number, change: Partial<Message>): void {
    const message = chat.messages[seq - 1];
    if (message === undefined || message.deleted_at !== null) return;
    const changed: Message = { ...message, ...change, revision: ++chat.revision };
    chat.messages[seq - 1] = changed;
    this.toRoom(chat, 'message_updated', changed);
    this.tellActivity(chat);
  }

  private tellActivity(chat: FakeChat): void {
    const chatId = chat.id;
    for (const member of chat.members) {
      const { last_message, last_seq, revision, unread } = this.summary(chat, member.userId);
      const activity = { chatId, last_message, last_seq, revision, unread };
      this.toUser(member.userId, 'chat_updated', activity, (socket) => !socket.joined.has(chatId));
    }
  }

  private mark(userId: number, name: CommandName, input: Input, caller?: FakeSocketEnd): unknown {
    const chat = this.find(userId, input);
    const seq = Math.min(Number(input['seq'] ?? chat.messages.length), chat.messages.length);
    const read = name === 'mark_read';
    const member = chat.members.find((one) => one.userId === userId);
    if (member === undefined) throw new ChatError('not_found', 'No such chat');
    const moved = seq > (read ? member.read_seq : member.delivered_seq);
    if (moved && read) Object.assign(member, { read_seq: seq, read_at: this.now() });
    if (moved) member.delivered_seq = Math.max(member.delivered_seq, seq);
    const receipt = { userId, chatId: chat.id, seq: read ? member.read_seq : member.delivered_seq };
    const event = read ? { ...receipt, read_at: member.read_at } : receipt;
    const isOther = (socket: FakeSocketEnd) => socket !== caller && (read || socket.userId !== userId);
    if (moved) {
      this.toRoom(chat, read ? 'messages_read' : 'messages_delivered', event, isOther);
      if (read) this.toUser(userId, 'messages_read', event, (socket) => isOther(socket) && !socket.joined.has(chat.id));
    }
    return event;
  }

  private listChats(userId: number, input: Input): unknown {
    const mine = [...this.chats.values()]
      .filter((chat) => chat.members.some((member) => member.userId === userId))
      .sort((a, b) => (a.activityAt === b.activityAt ? (a.id < b.id ? -1 : 1) : a.activityAt > b.activityAt ? -1 : 1));
    const cursor = input['cursor'] as string | undefined;
    const rest = cursor === undefined ? mine : mine.filter((chat) => `${chat.activityAt} ${chat.id}` < cursor);
    const page = rest.slice(0, Math.min(this.listPage, Number(input['limit'] ?? 50)));
    const last = page.at(-1);
    const next = rest.length > page.length && last !== undefined ? `${last.activityAt} ${last.id}` : null;
    const below = rest.slice(page.length).map((chat) => this.summary(chat, userId).unread);
    const unread_after = below.reduce((sum, unread) => sum + unread, 0);
    const rows = (chats: readonly FakeChat[]) => chats.map((chat) => this.summary(chat, userId));
    const pinned = rows(rest.slice(page.length)).filter(({ prefs }) => prefs.pinned);
    return { chats: rows(page), next, unread_after, ...(cursor === undefined && next !== null ? { pinned } : {}) };
  }

  private history(chat: FakeChat, input: Input): unknown {
    const limit = Math.min(this.historyPage, Number(input['limit'] ?? 50));
    const all = chat.messages;
    const [before, after, around] = [input['before'], input['after'], input['around']];
    let from = Math.max(0, all.length - limit);
    let to = all.length;
    if (before !== undefined) [from, to] = [Math.max(0, Number(before) - 1 - limit), Number(before) - 1];
    if (after !== undefined) [from, to] = [Number(after), Math.min(all.length, Number(after) + limit)];
    if (around !== undefined) {
      from = Math.max(0, Math.min(Number(around) - 1 - Math.floor(limit / 2), all.length - limit));
      to = Math.min(all.length, from + limit);
    }
    return { messages: all.slice(from, to), has_before: from > 0, has_after: to < all.length, revision: chat.revision };
  }

  private changesOrError(userId: number, input: Input): unknown {
    try {
      return this.changes(this.find(userId, input), Number(input['revision']), input['epoch']);
    } catch {
      return { chatId: input['chatId'], error: { code: 'not_found', message: 'No such chat' } };
    }
  }

  private changes(chat: FakeChat, since: number, epoch: unknown): ChatChanges {
    const rows = chat.messages.filter((one) => one.revision > since).sort((a, b) => a.revision - b.revision);
    const reset =
      since > chat.revision || (epoch !== undefined && epoch !== this.epoch) || rows.length > this.changesMax;
    const page = reset ? [] : rows.slice(0, this.syncPage);
    const more = !reset && rows.length > page.length;
    return {
      chatId: chat.id,
      revision: more ? (page.at(-1)?.revision ?? since) : chat.revision,
      messages: page,
      members: chat.members.map((member) => ({ ...member })),
      more,
      reset,
    };
  }

  private find(userId: number, input: Input): FakeChat {
    const chat = this.chats.get(String(input['chatId']));
    if (chat === undefined || !chat.members.some((member) => member.userId === userId)) {
      throw new ChatError('not_found', 'No such chat');
    }
    return chat;
  }

  private toRoom(chat: FakeChat, event: string, payload: unknown, to: (socket: FakeSocketEnd) => boolean = () => true) {
    for (const socket of this.sockets) {
      const isMember = chat.members.some((member) => member.userId === socket.userId);
      if (isMember && socket.joined.has(chat.id) && to(socket) && !this.lose(event)) socket.push(event, payload);
    }
  }

  private toUser(userId: number, event: string, payload: unknown, to: (socket: FakeSocketEnd) => boolean = () => true) {
    for (const socket of this.sockets) {
      if (socket.userId === userId && to(socket) && !this.lose(event)) socket.push(event, payload);
    }
  }

  /** Every moment of the server is a different one, so that the order of activity is never a matter of chance. */
  private now(): string {
    return new Date((this.time += 7)).toISOString();
  }

  private newId(): string {
    return `00000000-0000-4000-8000-${String(++this.ids).padStart(12, '0')}`;
  }
}
