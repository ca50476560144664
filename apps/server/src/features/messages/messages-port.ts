import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { ATTACHMENTS, type Attachments } from '../attachments/attachments.api.js';
import type { MemberView } from '../chats/chats.api.js';
import { readBoundedAt, readBoundedSome } from './bounded.queries.js';
import { readRemoval, setPreview } from './change-message.repository.js';
import { type StoredClientId, storedClientId } from './client-key.js';
import type { ChatPosition, MessageKey, Messages, ReadRange } from './messages.api.js';
import type { StoredPreview } from './message-record.js';
import { toWire } from './messages.mapper.js';
import { readAt } from './messages.queries.js';
import { Publication } from './publication.js';
import { ReadLog } from './read-log.js';

/** The feature as others see it: `messages.api.ts`. */
@Injectable()
export class MessagesPort implements Messages {
  readonly committed;
  readonly changed;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Publication) private readonly publication: Publication,
    @Inject(ReadLog) private readonly readLog: ReadLog,
    @Inject(ATTACHMENTS) attachments: Attachments,
  ) {
    attachments.readsNotedBy(({ chatId, userId, seq }) => this.noteRead([{ chatId, userId, from: seq, to: seq }]));
    this.committed = publication.committed;
    this.changed = publication.changed;
  }

  async readAt(keys: readonly MessageKey[]): Promise<Message[]> {
    return (await readAt(this.database, keys)).map(toWire);
  }

  async readLastOf(member: MemberView): Promise<Message | undefined> {
    const record = await readBoundedAt(this.database, member);
    return record === undefined ? undefined : toWire(record);
  }

  async readAsOf({ chatId, revision }: MemberView, seqs: readonly number[]): Promise<Message[]> {
    return (await readBoundedSome(this.database, chatId, seqs, revision)).map(toWire);
  }

  async removed(chatId: string, messageId: string): Promise<void> {
    const { memberIds, messages } = await readRemoval(this.database, chatId, messageId);
    this.publication.publishChange({ chatId, memberIds, messages, kind: 'deleted' });
  }

  async preview(key: MessageKey, preview: StoredPreview): Promise<void> {
    const { outcome, memberIds, messages } = await setPreview(this.database, key, preview);
    if (outcome === 'done')
      this.publication.publishChange({ chatId: key.chatId, memberIds, messages, kind: 'previewed' });
  }

  noteRead(ranges: readonly ReadRange[]): Promise<void> {
    return this.readLog.note(ranges);
  }

  lsmJoins(userId: number): void {
    this.readLog.joins(userId);
  }

  storedClientId(clientId: string | null): StoredClientId {
    return storedClientId(clientId);
  }

  joining<T extends ChatPosition>(chatId: string, join: () => Promise<T>): Promise<T> {
    return this.publication.sequencer.joining(chatId, join);
  }

  reached(chatId: string, at: { readonly seq?: number; readonly revision?: number }): void {
    this.publication.reached({ chatId, ...at });
  }

  seenAt(chatId: string, revision: number): void {
    this.publication.sequencer.reached(chatId, { revision });
  }
}
