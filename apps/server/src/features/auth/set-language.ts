import { Inject } from '@nestjs/common';
import { type InputOf, setLanguage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { putLocale } from './users.repository.js';

/** `set_language`, and `PUT /api/auth/me/language`. */
@Handles(setLanguage)
export class SetLanguage implements CommandHandler<typeof setLanguage> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { locale }: InputOf<typeof setLanguage>,
    { actor }: Context<typeof setLanguage>,
  ): Promise<Outcome<typeof setLanguage>> {
    await putLocale(this.database, actor.userId, locale);
    return { output: undefined };
  }
}
