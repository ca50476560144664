import { Inject } from '@nestjs/common';
import { type InputOf, listChats } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { InboxViews } from './inbox-views.js';

/** `GET /api/chat`: a page of my chats, newest activity first. */
@Handles(listChats)
export class ListChats implements CommandHandler<typeof listChats> {
  constructor(@Inject(InboxViews) private readonly views: InboxViews) {}

  async handle(
    { limit, cursor }: InputOf<typeof listChats>,
    { actor }: Context<typeof listChats>,
  ): Promise<Outcome<typeof listChats>> {
    return { output: await this.views.page(actor.userId, limit, cursor) };
  }
}
