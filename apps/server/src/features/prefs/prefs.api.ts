import type { ChatPrefs } from '@stm-chat/protocol';

/** What is to be different; what is left out stays. */
export interface PrefsChange {
  readonly muted_until?: Date | null | undefined;
  readonly pinned?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly marked_unread?: boolean | undefined;
  /** Empty is none. */
  readonly draft?: string | null | undefined;
}

/** What is one member's alone about a chat. */
export interface Prefs {
  /** @throws CommandError `not_found` when the user is no member of the chat */
  change(userId: number, chatId: string, change: PrefsChange): Promise<ChatPrefs>;
}

export const PREFS = Symbol('Prefs');
