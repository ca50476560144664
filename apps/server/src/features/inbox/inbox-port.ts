import { Inject, Injectable } from '@nestjs/common';
import type { ChatSummary } from '@stm-chat/protocol';
import { ChatPushes } from './chat-pushes.js';
import type { Inbox } from './inbox.api.js';
import { InboxViews } from './inbox-views.js';

/** The feature as others see it: `inbox.api.ts`. */
@Injectable()
export class InboxPort implements Inbox {
  constructor(
    @Inject(InboxViews) private readonly views: InboxViews,
    @Inject(ChatPushes) private readonly pushes: ChatPushes,
  ) {}

  requireSummary(userId: number, chatId: string): Promise<ChatSummary> {
    return this.views.requireSummary(userId, chatId);
  }

  summaryChanged(chatId: string, userIds: readonly number[]): void {
    this.pushes.summaryChanged(chatId, userIds);
  }
}
