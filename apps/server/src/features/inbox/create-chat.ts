import { Inject } from '@nestjs/common';
import { createChat, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { canCreateChat, sidesOf } from './create-chat.policy.js';
import { InboxViews } from './inbox-views.js';

/** `POST /api/chat`: 201, or 200 with the chat that this job and pair had already. */
@Handles(createChat)
export class CreateChat implements CommandHandler<typeof createChat> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(InboxViews) private readonly views: InboxViews,
  ) {}

  async handle(
    { job_id, subject, job, ...named }: InputOf<typeof createChat>,
    { actor, limit }: Context<typeof createChat>,
  ): Promise<Outcome<typeof createChat>> {
    if (!canCreateChat(actor.role, this.config.chats.creation)) {
      throw new CommandError('forbidden', 'You may not open chats here.');
    }
    const opened = await this.chats.openChat(
      { jobId: job_id, subject, job: job ?? null, ...sidesOf(actor, named) },
      { userId: actor.userId, administrative: false, limit },
    );
    return { output: await this.views.requireSummary(actor.userId, opened.chatId), repeated: !opened.created };
  }
}
