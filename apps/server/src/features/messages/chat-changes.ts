import { Inject, Injectable } from '@nestjs/common';
import type { ChatChanges, ChatChangesError } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { readBoundedChanges } from './bounded.queries.js';
import { ReadLog } from './read-log.js';
import { SyncAnswers } from './sync-answers.js';
import type { HeldChat, SyncRow } from './sync.queries.js';

/** What catching up has in common, whether of one chat or of many: bounded readings, and the record of an LSM's. */
@Injectable()
export class ChatChangesReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(SyncAnswers) private readonly answers: SyncAnswers,
    @Inject(ReadLog) private readonly readLog: ReadLog,
  ) {}

  /** One answer for each of `held`, in that order. @param rows of `syncStatement`: of the chats in which the user sits */
  async answer(
    userId: number,
    held: readonly HeldChat[],
    rows: readonly SyncRow[],
    epoch: string | undefined,
  ): Promise<(ChatChanges | ChatChangesError)[]> {
    const seated = new Set(rows.map(({ nth }) => nth));
    const others = held.flatMap((chat, index) => (seated.has(index + 1) ? [] : [{ ...chat, nth: index + 1 }]));
    const bounded = await Promise.all(others.map((chat) => this.#bounded(userId, chat, epoch)));
    const all = [...rows, ...bounded.flat()];
    const answers = this.answers.of(held, all);
    const byLsm = new Set(all.filter(({ head }) => head?.by_lsm === true).map(({ nth }) => nth));
    const read = answers.flatMap((answer, index) => {
      if (!byLsm.has(index + 1) || 'error' in answer || answer.messages.length === 0) return [];
      const seqs = answer.messages.map(({ seq }) => seq);
      return [{ chatId: answer.chatId, userId, from: Math.min(...seqs), to: Math.max(...seqs) }];
    });
    await this.readLog.note(read);
    return answers;
  }

  async #bounded(
    userId: number,
    { chatId, revision, nth }: HeldChat & { readonly nth: number },
    epoch: string | undefined,
  ): Promise<SyncRow[]> {
    try {
      const member = await this.chats.requireMember(userId, chatId);
      if (member.bound === null) return []; // seated this very moment: the next sync has it
      const rows = await readBoundedChanges(this.database, member, revision, epoch);
      return rows.map((row) => ({ ...row, nth }));
    } catch (error) {
      if (error instanceof CommandError && error.code === 'not_found') return [];
      throw error;
    }
  }
}
