import { Inject } from '@nestjs/common';
import { type InputOf, typing } from '@stm-chat/protocol/schemas';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { TypingWatch } from './typing-watch.js';

/** `typing`. A socket that has joined is a member: it was verified then, and leaves the room when the seat is taken. */
@Handles(typing)
export class Typing implements CommandHandler<typeof typing> {
  constructor(
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(TypingWatch) private readonly watch: TypingWatch,
  ) {}

  async handle(
    { chatId, isTyping }: InputOf<typeof typing>,
    { actor: { userId }, connection }: Context<typeof typing>,
  ): Promise<Outcome<typeof typing>> {
    const { states, statuses } = this.watch;
    const hasJoined = connection?.hasJoined(chatId) === true;
    let isClosed = hasJoined ? statuses.find(chatId) : undefined;
    if (isClosed === undefined) {
      isClosed = (await this.chats.requireSeat(userId, chatId)).status === 'closed';
      // Forgotten when the room is empty, so only what is in a room may be remembered.
      if (connection?.hasJoined(chatId) === true) statuses.remember(chatId, isClosed);
    }
    if (isClosed) throw new CommandError('chat_closed', 'The chat is closed.');
    if (isTyping) states.started(chatId, userId);
    else states.stopped(chatId, userId);
    return { output: undefined };
  }
}
