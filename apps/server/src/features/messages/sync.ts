import { Inject } from '@nestjs/common';
import { type InputOf, sync } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ChatChangesReader } from './chat-changes.js';
import { type SyncRow, syncStatement } from './sync.queries.js';

/** `sync`: what changed in many chats, from one snapshot, in one statement; bounded readings, which do not move, beside it. */
@Handles(sync)
export class Sync implements CommandHandler<typeof sync> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ChatChangesReader) private readonly changes: ChatChangesReader,
  ) {}

  async handle({ chats, epoch }: InputOf<typeof sync>, { actor }: Context<typeof sync>): Promise<Outcome<typeof sync>> {
    const { name, text, values } = syncStatement(actor.userId, chats, epoch);
    const rows = await this.database.realtime.prepared<SyncRow>(name, text, values);
    return { output: await this.changes.answer(actor.userId, chats, rows, epoch) };
  }
}
