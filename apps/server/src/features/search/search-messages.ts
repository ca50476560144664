import { Inject } from '@nestjs/common';
import type { Message, SearchHit } from '@stm-chat/protocol';
import { type InputOf, search } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rateLimited } from '../../kernel/run-command.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages, toRecord, toWire } from '../messages/messages.api.js';
import { highlightWords, perhapsWanted } from './highlight.rules.js';
import { readQuery, type Query } from './query.rules.js';
import { findMessages, readStems } from './search.queries.js';
import { readMessageCursor, writeMessageCursor } from './search-cursor.rules.js';
import { SearchState } from './search-state.js';

interface Found {
  readonly messages: readonly Message[];
  /** All words that the query may mean. */
  readonly wanted: ReadonlySet<string>;
}

/** `search`, and `GET /api/search`: words in my messages; where nothing fits, words that look like them. */
@Handles(search)
export class SearchMessages implements CommandHandler<typeof search> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(SearchState) private readonly state: SearchState,
  ) {}

  async handle(
    input: InputOf<typeof search>,
    { actor, limit }: Context<typeof search>,
  ): Promise<Outcome<typeof search>> {
    const before = input.cursor === undefined ? null : readMessageCursor(input.cursor);
    if (input.chatId !== undefined) await this.chats.requireMember(actor.userId, input.chatId);
    if (!limit.allowed) throw rateLimited(limit);
    const query = readQuery(input.q);
    if (query.words.length === 0) return { output: { results: [], next: null } };
    let alike = before?.alike ?? false;
    let found = await this.#find(input, actor.userId, query, alike);
    if (found.messages.length === 0 && before === null && this.state.knowsTypos) {
      alike = true;
      found = await this.#find(input, actor.userId, query, alike);
    }
    const shown = found.messages.slice(0, input.limit);
    const last = shown.at(-1);
    const more = found.messages.length > shown.length && last !== undefined;
    return {
      output: {
        results: await this.#highlighted(shown, found.wanted),
        next: more
          ? writeMessageCursor({ at: new Date(last.created_at), chatId: last.chatId, seq: last.seq, alike })
          : null,
      },
    };
  }

  async #find(input: InputOf<typeof search>, userId: number, query: Query, alike: boolean): Promise<Found> {
    const { rows, wanted } = await findMessages(this.database, {
      userId,
      query,
      alike,
      chatId: input.chatId ?? null,
      onlyFiles: input.kind === 'files',
      limit: input.limit + 1,
      before: input.cursor === undefined ? null : readMessageCursor(input.cursor),
    });
    // What an LSM finds it reads; the row beyond the page is not shown.
    const read = rows
      .slice(0, input.limit)
      .filter(({ by_lsm }) => by_lsm)
      .map(({ chat_id: chatId, seq }) => ({ chatId, userId, from: seq, to: seq }));
    if (read.length > 0) await this.messages.noteRead(read);
    return { messages: rows.map((row) => toWire(toRecord(row))), wanted };
  }

  async #highlighted(messages: readonly Message[], wanted: ReadonlySet<string>): Promise<SearchHit[]> {
    const stems = await readStems(
      this.database,
      messages.flatMap(({ message }) => perhapsWanted(message, wanted)),
    );
    return messages.map((message) => ({
      chatId: message.chatId,
      message,
      highlight: highlightWords(message.message, wanted, (word) => stems.get(word) ?? []),
    }));
  }
}
