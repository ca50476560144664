import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { ChatNews } from './chat-news.js';
import type { Chats, MemberView, NewChat, OpenedChat, Opener } from './chats.api.js';
import { findMember } from './chats.queries.js';
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
    @Inject(ChatNews) news: ChatNews,
  ) {
    this.chatChanged = news.chatChanged;
    this.memberRemoved = news.memberRemoved;
    this.systemMessage = news.systemMessage;
  }

  async requireMember(userId: number, chatId: string): Promise<MemberView> {
    const member = await findMember(this.database, userId, chatId);
    if (member === undefined) throw notFound('chat');
    return member;
  }

  async openChat(chat: NewChat, opener: Opener): Promise<OpenedChat> {
    const opened = await this.opening.open(chat, opener);
    return { chatId: opened.chat.id, created: opened.created };
  }
}
