import { Inject } from '@nestjs/common';
import { type InputOf, typing } from '@stm-chat/protocol/schemas';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats, type MemberView } from '../chats/chats.api.js';
import type { TypingVerdict } from './chat-statuses.js';
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
    let verdict = hasJoined ? statuses.find(chatId, userId) : undefined;
    if (verdict === undefined) {
      verdict = verdictOf(await this.chats.requireSeat(userId, chatId));
      // Forgotten when the room is empty, so only what is in a room may be remembered.
      if (connection?.hasJoined(chatId) === true) statuses.remember(chatId, userId, verdict);
    }
    if (verdict === 'closed') throw new CommandError('chat_closed', 'The chat is closed.');
    if (verdict === 'blocked') return { output: undefined };
    if (isTyping) states.started(chatId, userId);
    else states.stopped(chatId, userId);
    return { output: undefined };
  }
}

/** What somebody types who may not write is nobody's business; it is no fault either. */
function verdictOf({ status, isBlocked }: MemberView): TypingVerdict {
  if (status === 'closed') return 'closed';
  return isBlocked ? 'blocked' : 'shown';
}
