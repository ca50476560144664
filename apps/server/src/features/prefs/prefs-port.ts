import { Inject, Injectable } from '@nestjs/common';
import type { ChatPrefs } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import type { Prefs, PrefsChange } from './prefs.api.js';
import { changePrefs } from './prefs.repository.js';

/** The feature as others see it: `prefs.api.ts`. */
@Injectable()
export class PrefsPort implements Prefs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
  ) {}

  async change(userId: number, chatId: string, change: PrefsChange): Promise<ChatPrefs> {
    const row = await changePrefs(this.database, userId, chatId, change);
    if (row === undefined) throw await this.chats.refusalOf(userId, chatId);
    return { ...row, muted_until: row.muted_until?.toISOString() ?? null };
  }
}
