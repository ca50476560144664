import { Inject, Injectable } from '@nestjs/common';
import type { ChatActivity, ChatSummary, Message } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { CHATS, type Chats, type MemberView } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { PRESENCE, type Presence } from '../presence/presence.api.js';
import { toActivity, toBoundedSummary, toSummary } from './inbox.mapper.js';
import {
  type ChatOfUser,
  findPinned,
  readActivities,
  readBoundedSummary,
  readPage,
  readSummaries,
  type SummaryRow,
} from './inbox.queries.js';
import { readCursor, writeCursor } from './page-cursor.rules.js';

/** What belongs to one user of one chat. */
export interface ViewOf<T> extends ChatOfUser {
  readonly view: T;
}

export interface ChatPage {
  readonly chats: ChatSummary[];
  readonly next: string | null;
  readonly unread_after: number;
  readonly pinned?: ChatSummary[];
}

/**
 * Chats as their members see them. Each call is two statements, for however many chats: the chats, and the messages
 * that they said was the last one of each. A first page that is not all asks for the pinned ones too.
 */
@Injectable()
export class InboxViews {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(PRESENCE) private readonly presence: Presence,
  ) {}

  /** @throws CommandError `not_found` when the user is no member, or no more */
  async requireSummary(userId: number, chatId: string): Promise<ChatSummary> {
    const [found] = await this.summaries([{ userId, chatId }]);
    return found?.view ?? (await this.#boundedSummary(await this.chats.requireMember(userId, chatId)));
  }

  /** Nothing for users who are no members. */
  async summaries(wanted: readonly ChatOfUser[]): Promise<ViewOf<ChatSummary>[]> {
    const rows = await readSummaries(this.database, wanted);
    const views = await this.#summaries(rows);
    return views.map((view, index) => ({ chatId: view.id, userId: rows[index]?.user_id ?? 0, view }));
  }

  /** As `summaries`, but only what a message changes. */
  async activities(wanted: readonly ChatOfUser[]): Promise<ViewOf<ChatActivity>[]> {
    const rows = await readActivities(this.database, wanted);
    const last = await this.#lastMessages(rows.map((row) => ({ chatId: row.chat_id, seq: row.last_seq })));
    await this.#noteLast(
      rows.map(({ chat_id: chatId, user_id, lsm_id }) => ({ chatId, user_id, lsm_id })),
      last,
    );
    return rows.map((row) => ({
      chatId: row.chat_id,
      userId: row.user_id,
      view: toActivity(row, last.get(row.chat_id) ?? null),
    }));
  }

  /** @throws CommandError `invalid_payload` for a cursor that no page gave */
  async page(userId: number, limit: number, cursor: string | undefined): Promise<ChatPage> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const rows = await readPage(this.database, userId, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const following = rows[limit];
    const more = following !== undefined && last !== undefined;
    const pinned = more && after === null ? await this.#pinnedBut(userId, page) : undefined;
    return {
      chats: await this.#summaries(page),
      next: more ? writeCursor({ at: last.at, chatId: last.id, asOf: after?.asOf ?? last.read_at }) : null,
      unread_after: more ? following.unread + following.unread_below : 0,
      ...(pinned === undefined ? {} : { pinned }),
    };
  }

  async #pinnedBut(userId: number, page: readonly SummaryRow[]): Promise<ChatSummary[]> {
    const wanted = await findPinned(
      this.database,
      userId,
      page.map(({ id }) => id),
    );
    const found = await this.summaries(wanted);
    const place = new Map(wanted.map(({ chatId }, index) => [chatId, index]));
    return found.map(({ view }) => view).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  }

  async #boundedSummary(member: MemberView): Promise<ChatSummary> {
    const { chatId, userId, role, lastSeq: seq } = member;
    if (role === 'lsm') await this.messages.noteRead([{ chatId, userId, from: seq, to: seq }]);
    const [row, last] = await Promise.all([
      readBoundedSummary(this.database, member),
      this.messages.readLastOf(member),
    ]);
    if (row === undefined) throw notFound('chat');
    return toBoundedSummary(row, last ?? null);
  }

  async #summaries(rows: readonly SummaryRow[]): Promise<ChatSummary[]> {
    const last = await this.#lastMessages(rows.map((row) => ({ chatId: row.id, seq: row.last_seq })));
    await this.#noteLast(
      rows.map(({ id: chatId, user_id, lsm_id }) => ({ chatId, user_id, lsm_id })),
      last,
    );
    const isOnline = (userId: number) => this.presence.isOnline(userId);
    return rows.map((row) => toSummary(row, last.get(row.id) ?? null, isOnline));
  }

  /** What somebody said last in a chat is read by an LSM who is shown it in a list. */
  async #noteLast(
    rows: readonly { readonly chatId: string; readonly user_id: number; readonly lsm_id: number | null }[],
    last: ReadonlyMap<string, Message>,
  ): Promise<void> {
    const ranges = rows.flatMap(({ chatId, user_id: userId, lsm_id }) => {
      const message = last.get(chatId);
      if (userId !== lsm_id || message === undefined || message.sender_type === 'system') return [];
      return [{ chatId, userId, from: message.seq, to: message.seq }];
    });
    if (ranges.length > 0) await this.messages.noteRead(ranges);
  }

  /** By (chat, seq) and not "the latest": so that the message is the one that `last_seq` and `unread` speak of. */
  async #lastMessages(tips: readonly { chatId: string; seq: number }[]): Promise<Map<string, Message>> {
    const seqs = new Map(tips.filter(({ seq }) => seq > 0).map(({ chatId, seq }) => [chatId, seq]));
    if (seqs.size === 0) return new Map();
    const messages = await this.messages.readAt([...seqs].map(([chatId, seq]) => ({ chatId, seq })));
    return new Map(messages.map((message) => [message.chatId, message]));
  }
}
