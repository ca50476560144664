import type { ChatSummary } from '@stm-chat/protocol';

/** Chats as one member sees them, for features whose commands answer with a summary or change one. */
export interface Inbox {
  /** @throws CommandError `not_found` when the user is no member */
  requireSummary(userId: number, chatId: string): Promise<ChatSummary>;
  /** Something of these members' summaries changed: all their devices get the new one as `chat_updated`. */
  summaryChanged(chatId: string, userIds: readonly number[]): void;
}

export const INBOX = Symbol('Inbox');
