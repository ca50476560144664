import { Inject } from '@nestjs/common';
import { type InputOf, listPins } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { toWire } from './messages.mapper.js';
import { readPins } from './pins.queries.js';
import { ReadLog } from './read-log.js';

/** `list_pins`, and `GET /api/chat/:chatId/pins` */
@Handles(listPins)
export class ListPins implements CommandHandler<typeof listPins> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(ReadLog) private readonly readLog: ReadLog,
  ) {}

  async handle(
    { chatId }: InputOf<typeof listPins>,
    { actor: { userId } }: Context<typeof listPins>,
  ): Promise<Outcome<typeof listPins>> {
    const { role } = await this.chats.requireMember(userId, chatId);
    const messages = (await readPins(this.database, userId, chatId)).map(toWire);
    const read = messages.map(({ seq }) => ({ chatId, userId, from: seq, to: seq }));
    if (role === 'lsm' && read.length > 0) await this.readLog.note(read);
    return { output: { messages } };
  }
}
