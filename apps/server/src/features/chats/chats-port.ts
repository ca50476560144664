import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { ChatNews } from './chat-news.js';
import type { Chats, MemberView, NewChat, OpenedChat, Opener } from './chats.api.js';
import { findMember, findReader } from './chats.queries.js';
import { ChatOpening } from './open-chat.js';

/** The feature as others see it: `chats.api.ts`. */
@Injectable()
export class ChatsPort implements Chats {
  readonly chatChanged;
  readonly memberRemoved;
  readonly systemMessage;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ChatOpening) private readonly opening: ChatOpening,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ChatNews) news: ChatNews,
  ) {
    this.chatChanged = news.chatChanged;
    this.memberRemoved = news.memberRemoved;
    this.systemMessage = news.systemMessage;
  }

  async requireMember(userId: number, chatId: string): Promise<MemberView> {
    const member =
      (await findMember(this.database, userId, chatId)) ??
      (await findReader(this.database, userId, chatId, this.clock.now()));
    if (member === undefined) throw notFound('chat');
    return member;
  }

  async requireSeat(userId: number, chatId: string): Promise<MemberView> {
    const member = await this.requireMember(userId, chatId);
    if (member.bound !== null) throw readsOnly();
    return member;
  }

  async refusalOf(userId: number, chatId: string): Promise<CommandError> {
    const reader = await findReader(this.database, userId, chatId, this.clock.now());
    return reader === undefined ? notFound('chat') : readsOnly();
  }

  async openChat(chat: NewChat, opener: Opener): Promise<OpenedChat> {
    const opened = await this.opening.open(chat, opener);
    return { chatId: opened.chat.id, created: opened.created };
  }
}

function readsOnly(): CommandError {
  return new CommandError('forbidden', 'You can read this chat up to the end of its dispute, and no more.');
}
