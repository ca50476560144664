import { Inject } from '@nestjs/common';
import { getChat, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { InboxViews } from './inbox-views.js';

/** `GET /api/chat/:chatId`. */
@Handles(getChat)
export class GetChat implements CommandHandler<typeof getChat> {
  constructor(
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(InboxViews) private readonly views: InboxViews,
  ) {}

  async handle(
    { chatId }: InputOf<typeof getChat>,
    { actor }: Context<typeof getChat>,
  ): Promise<Outcome<typeof getChat>> {
    await this.chats.requireMember(actor.userId, chatId);
    return { output: await this.views.requireSummary(actor.userId, chatId) };
  }
}
