import { Inject } from '@nestjs/common';
import { type InputOf, listUsers } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { readUsersCursor, writeUsersCursor } from './users-cursor.rules.js';

/** `GET /api/admin/users`: a page of them, newest first. */
@Handles(listUsers)
export class ListUsers implements CommandHandler<typeof listUsers> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(
    { q, role, cursor, limit }: InputOf<typeof listUsers>,
    _context: Context<typeof listUsers>,
  ): Promise<Outcome<typeof listUsers>> {
    const after = cursor === undefined ? null : readUsersCursor(cursor);
    const found = await this.auth.listUsers({ words: q ?? null, role: role ?? null, after, limit: limit + 1 });
    const users = found.slice(0, limit);
    const last = users.at(-1);
    const more = found.length > users.length && last !== undefined;
    return {
      output: { users, next: more ? writeUsersCursor({ at: new Date(last.created_at), id: last.id }) : null },
    };
  }
}
