import type { ClientParts } from '../client-parts.js';
import { OpenConversation } from './conversation.js';

/** Closed ones are kept for coming back to, so many. */
const CLOSED_MAX = 20;

/** One object per chat, for everybody who shows it. */
export class Conversations {
  private readonly all = new Map<string, OpenConversation>();

  constructor(private readonly parts: ClientParts) {}

  get(chatId: string): OpenConversation {
    const known = this.all.get(chatId);
    const conversation = known ?? new OpenConversation(chatId, this.parts);
    // Last in line again: the ones that were not asked for the longest are given up first.
    this.all.delete(chatId);
    this.all.set(chatId, conversation);
    if (known === undefined) this.giveUp();
    return conversation;
  }

  find(chatId: string): OpenConversation | undefined {
    return this.all.get(chatId);
  }

  each(task: (conversation: OpenConversation) => void): void {
    for (const conversation of [...this.all.values()]) task(conversation);
  }

  private giveUp(): void {
    let closed = [...this.all.values()].filter((conversation) => conversation.isIdle).length - CLOSED_MAX;
    for (const [chatId, conversation] of this.all) {
      if (closed <= 0) return;
      if (!conversation.isIdle) continue;
      this.all.delete(chatId);
      closed--;
    }
  }
}
