import { Inject } from '@nestjs/common';
import { type InputOf, listAllChats } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { toListing } from './chats.mapper.js';
import { listChats } from './chats.queries.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /api/admin/chats`: a page of all chats, newest first. Ids are in the order of making, so the last one is the cursor. */
@Handles(listAllChats)
export class ListAllChats implements CommandHandler<typeof listAllChats> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { q, status, cursor, limit }: InputOf<typeof listAllChats>,
    _context: Context<typeof listAllChats>,
  ): Promise<Outcome<typeof listAllChats>> {
    if (cursor !== undefined && !UUID.test(cursor)) throw invalid('cursor', 'is not one that an earlier page gave');
    const choice = { words: q ?? null, status: status ?? null, before: cursor ?? null, limit: limit + 1 };
    const rows = await listChats(this.database, choice);
    const chats = rows.slice(0, limit).map(toListing);
    return { output: { chats, next: rows.length > chats.length ? (chats.at(-1)?.id ?? null) : null } };
  }
}
