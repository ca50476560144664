import { Inject } from '@nestjs/common';
import { type InputOf, setChatPrefs } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { PREFS, type Prefs } from '../prefs/prefs.api.js';
import { ChatPushes } from './chat-pushes.js';
import { InboxViews } from './inbox-views.js';

/** `set_chat_prefs`, and `PUT /api/chat/:chatId/prefs`: mine alone, and the same on all my devices. */
@Handles(setChatPrefs)
export class SetChatPrefs implements CommandHandler<typeof setChatPrefs> {
  constructor(
    @Inject(PREFS) private readonly prefs: Prefs,
    @Inject(ChatPushes) private readonly pushes: ChatPushes,
    @Inject(InboxViews) private readonly views: InboxViews,
  ) {}

  async handle(
    { chatId, muted_until, ...change }: InputOf<typeof setChatPrefs>,
    { actor: { userId } }: Context<typeof setChatPrefs>,
  ): Promise<Outcome<typeof setChatPrefs>> {
    const until = typeof muted_until === 'string' ? new Date(muted_until) : muted_until;
    await this.prefs.change(userId, chatId, { ...change, muted_until: until });
    this.pushes.summaryChanged(chatId, [userId]);
    return { output: await this.views.requireSummary(userId, chatId) };
  }
}
