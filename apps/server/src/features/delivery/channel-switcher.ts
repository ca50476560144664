import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import type { ChannelSwitch } from './delivery.api.js';

const ALL = `
  insert into delivery_prefs as p (user_id, mail) select u.id, $2::boolean from users u where u.id = $1::int and u.erased_at is null
  on conflict (user_id) do update set mail = excluded.mail, updated_at = clock_timestamp()`;

const ONE_CHAT = `
  insert into delivery_chat_prefs as p (user_id, chat_id, mail)
  select u.id, $3::uuid, $2::boolean from users u where u.id = $1::int and u.erased_at is null
  on conflict (user_id, chat_id) do update set mail = excluded.mail, updated_at = clock_timestamp()`;

/** As the settings do it, for who is not signed in. */
@Injectable()
export class ChannelSwitcher implements ChannelSwitch {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async switchMail(userId: number, chatId: string | null, on: boolean): Promise<void> {
    if (chatId === null) await this.database.pooled.query(ALL, [userId, on]);
    else await this.database.pooled.query(ONE_CHAT, [userId, on, chatId]);
  }
}
