import { Inject } from '@nestjs/common';
import { type InputOf, joinChat } from '@stm-chat/protocol/schemas';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { InboxViews } from './inbox-views.js';
import { requireConnection } from './require-connection.js';
import { RoomTurns } from './room-turns.js';

/**
 * `join_chat`. The room is entered before the check, and left when it fails, so that a removal between the two cannot
 * slip through; the summary is read with the room entered, so that what comes later is heard.
 */
@Handles(joinChat)
export class JoinChat implements CommandHandler<typeof joinChat> {
  constructor(
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(InboxViews) private readonly views: InboxViews,
    @Inject(RoomTurns) private readonly turns: RoomTurns,
  ) {}

  async handle(
    { chatId }: InputOf<typeof joinChat>,
    context: Context<typeof joinChat>,
  ): Promise<Outcome<typeof joinChat>> {
    const { userId, role } = context.actor;
    // Before the room is entered: what is published there from then on may be heard.
    if (role === 'lsm') this.messages.lsmJoins(userId);
    const connection = requireConnection(context);
    const verify = async () => {
      const { role: seat } = await this.chats.requireSeat(userId, chatId);
      // An LSM whose role was changed keeps its seat.
      if (seat === 'lsm') this.messages.lsmJoins(userId);
      return this.views.requireSummary(userId, chatId);
    };
    const join = () => this.messages.joining(chatId, () => connection.joinChat(chatId, verify));
    try {
      return { output: await this.turns.take(connection, chatId, join) };
    } catch (error) {
      // Who still reads up to the end of a dispute gets the chat as it was then, and stays outside: there is nothing to hear.
      if (!(error instanceof CommandError) || error.code !== 'forbidden') throw error;
      return { output: await this.views.requireSummary(userId, chatId) };
    }
  }
}
