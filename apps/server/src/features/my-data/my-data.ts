import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError } from '../../kernel/errors.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { CHATS, type Chats, type MemberView } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { PART_NAMES, readChatFacts, readMyChats, readPart } from './my-data.queries.js';

/** Messages that are read together: the file is made as it is sent, whatever its length. */
const PAGE = 500;
const FORMAT = 'stm-chat-export/1';

@Injectable()
export class MyData {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
  ) {}

  /** The file, piece by piece: one JSON object. @throws CommandError `not_found` before the first, for an erased user */
  async *of(userId: number): AsyncGenerator<string> {
    await this.auth.requireUser(userId);
    const head = { format: FORMAT, made_at: new Date(this.clock.now()).toISOString() };
    yield `${JSON.stringify(head).slice(0, -1)}`;
    for (const part of PART_NAMES) yield `,\n"${part}":${JSON.stringify(await readPart(this.database, part, userId))}`;
    yield ',\n"chats":[';
    let separator = '\n';
    for (const chatId of await readMyChats(this.database, userId)) {
      const member = await this.#memberOf(userId, chatId);
      if (member === null) continue;
      yield separator;
      yield* this.#chat(member);
      separator = ',\n';
    }
    yield '\n]}\n';
  }

  /** Null: not, or no longer, to be read. */
  async #memberOf(userId: number, chatId: string): Promise<MemberView | null> {
    try {
      return await this.chats.requireMember(userId, chatId);
    } catch (error) {
      if (error instanceof CommandError && error.code === 'not_found') return null;
      throw error;
    }
  }

  async *#chat(member: MemberView): AsyncGenerator<string> {
    const { chatId, userId, memberIds, lastSeq } = member;
    const names = await this.auth.findUsers(memberIds);
    const members = memberIds.map((id) => ({ userId: id, role: names.get(id)?.role, name: names.get(id)?.name ?? '' }));
    const facts = { ...(await readChatFacts(this.database, userId, chatId)), members };
    yield `${JSON.stringify(facts).slice(0, -1)},"messages":[`;
    for (let from = 1; from <= lastSeq; from += PAGE) {
      const page = await this.#page(chatId, userId, from);
      if (page.length > 0)
        yield `${from === 1 ? '' : ','}\n${page.map((message) => JSON.stringify(message)).join(',\n')}`;
    }
    yield ']}';
  }

  /** Asked again for each page: who was taken out meanwhile gets nothing more of it. */
  async #page(chatId: string, userId: number, from: number): Promise<readonly object[]> {
    const member = await this.#memberOf(userId, chatId);
    const to = Math.min(from + PAGE - 1, member?.lastSeq ?? 0);
    if (member === null || to < from) return [];
    const seqs = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const page = await this.messages.readAsOf(member, seqs);
    if (member.role === 'lsm') await this.messages.noteRead([{ chatId, userId, from, to }]);
    return page;
  }
}
