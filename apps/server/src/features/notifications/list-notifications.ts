import { Inject } from '@nestjs/common';
import { type InputOf, listNotifications } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { readIn, toNotification } from './notifications.mapper.js';
import { readPage } from './notifications.queries.js';
import { readCursor, writeCursor } from './page-cursor.rules.js';

/** `GET /api/notifications`: a page of mine, newest first. */
@Handles(listNotifications)
export class ListNotifications implements CommandHandler<typeof listNotifications> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MESSAGES) private readonly messages: Messages,
  ) {}

  async handle(
    { limit, cursor }: InputOf<typeof listNotifications>,
    { actor }: Context<typeof listNotifications>,
  ): Promise<Outcome<typeof listNotifications>> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const rows = await readPage(this.database, actor.userId, limit + 1, after);
    const page = rows.slice(0, limit);
    await this.messages.noteRead(readIn(page));
    const last = page.at(-1);
    const more = rows.length > page.length && last !== undefined;
    return {
      output: {
        notifications: page.map(toNotification),
        next: more ? writeCursor({ at: last.created_at, id: last.id }) : null,
      },
    };
  }
}
