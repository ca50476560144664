import type { ChatPrefs, ChatSummary, CommandName, Message } from '@stm-chat/protocol';
import { withReaction } from '../model/reactions.js';
import type { FakeWorld } from './fake-conversation.js';

/** A world whose messages can be changed. */
export interface ChangeableWorld extends FakeWorld {
  change(chatId: string, messageId: string, fields: Partial<Message>): Message | undefined;
}

/** What the fake world answers to a command; undefined when it does not know it, or there is no such message. */
export function answerCall(
  world: ChangeableWorld,
  name: CommandName,
  input: Record<string, unknown>,
): Message | ChatSummary | undefined {
  const chatId = String(input['chatId']);
  const messageId = String(input['messageId']);
  const now = new Date().toISOString();
  switch (name) {
    case 'edit_message':
      return world.change(chatId, messageId, { message: String(input['message']), edited_at: now });
    case 'delete_message':
      return world.change(chatId, messageId, { message: '', deleted_at: now, reactions: [] });
    case 'react': {
      const known = world.messages.get(chatId)?.find(({ id }) => id === messageId);
      const me = world.me.get()?.id ?? 0;
      const reactions = withReaction(known?.reactions ?? [], String(input['emoji']), me, input['active'] === true);
      return world.change(chatId, messageId, { reactions });
    }
    case 'set_chat_prefs': {
      const { chatId: _, ...changes } = input;
      world.updateChats((chat) =>
        chat.id === chatId ? { prefs: { ...chat.prefs, ...(changes as Partial<ChatPrefs>) } } : undefined,
      );
      return world.summary(chatId);
    }
    default:
      return undefined;
  }
}
