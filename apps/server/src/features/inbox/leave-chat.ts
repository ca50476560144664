import { Inject } from '@nestjs/common';
import { type InputOf, leaveChat } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { requireConnection } from './require-connection.js';
import { RoomTurns } from './room-turns.js';

/** `leave_chat`. Who has joined may leave without a look at the database, so also while it is away. */
@Handles(leaveChat)
export class LeaveChat implements CommandHandler<typeof leaveChat> {
  constructor(
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(RoomTurns) private readonly turns: RoomTurns,
  ) {}

  async handle(
    { chatId }: InputOf<typeof leaveChat>,
    context: Context<typeof leaveChat>,
  ): Promise<Outcome<typeof leaveChat>> {
    const connection = requireConnection(context);
    await this.turns.take(connection, chatId, async () => {
      if (!connection.hasJoined(chatId)) await this.chats.requireMember(context.actor.userId, chatId);
      connection.leaveChat(chatId);
    });
    return { output: undefined };
  }
}
