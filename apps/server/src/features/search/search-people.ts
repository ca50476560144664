import { Inject } from '@nestjs/common';
import { type InputOf, searchPeople } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rateLimited } from '../../kernel/run-command.js';
import { highlightPart } from './highlight.rules.js';
import { searchNames } from './name-pages.js';
import { findPeople } from './search.queries.js';
import { SearchState } from './search-state.js';

const USER_ID = /^\d{1,10}$/;

/** `search_people`, and `GET /api/search/people`: whom I share a chat with, by name. */
@Handles(searchPeople)
export class SearchPeople implements CommandHandler<typeof searchPeople> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SearchState) private readonly state: SearchState,
  ) {}

  async handle(
    input: InputOf<typeof searchPeople>,
    { actor, limit }: Context<typeof searchPeople>,
  ): Promise<Outcome<typeof searchPeople>> {
    if (!limit.allowed) throw rateLimited(limit);
    const { rows, next, words } = await searchNames(
      input,
      { userId: actor.userId, idForm: USER_ID, knowsTypos: this.state.knowsTypos },
      (search) => findPeople(this.database, search),
      (row) => ({ at: row.at, id: String(row.user_id) }),
    );
    const results = rows.map(({ user_id: userId, name, role, chat_id: chatId, chats }) => ({
      userId,
      name,
      role,
      chatId,
      chats,
      highlight: highlightPart(name, words),
    }));
    return { output: { results, next } };
  }
}
