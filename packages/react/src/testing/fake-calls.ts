import type { ChatPrefs, ChatSummary, CommandName, Message, Notification, NotificationPrefs } from '@stm-chat/protocol';
import { withReaction } from '../model/reactions.js';
import type { FakeWorld } from './fake-conversation.js';

/** A world whose messages can be changed. */
export interface ChangeableWorld extends FakeWorld {
  readonly chats: { get(): { readonly chats: readonly ChatSummary[] } };
  change(chatId: string, messageId: string, fields: Partial<Message>): Message | undefined;
}

/** What the fake world answers to a command; undefined when it does not know it, or there is no such message. */
export function answerCall(world: ChangeableWorld, name: CommandName, input: Record<string, unknown>): unknown {
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
    case 'pin_message': {
      const pinned = { by: world.me.get()?.id ?? 0, at: now };
      const { pinned: _, ...known } = world.messages.get(chatId)?.find(({ id }) => id === messageId) ?? {};
      return input['pinned'] === true
        ? world.change(chatId, messageId, { pinned })
        : world.change(chatId, messageId, { ...known, pinned: undefined } as Partial<Message>);
    }
    case 'forward_message': {
      const original = world.messages.get(String(input['from_chat_id']))?.find(({ id }) => id === messageId);
      const me = world.me.get();
      if (original === undefined || me === null || me.role === 'admin') return undefined;
      const { message, message_type, attachments } = original;
      const mine = { sender_id: me.id, sender_type: me.role, client_id: String(input['client_id']) };
      return world.store(chatId, { ...mine, message, message_type, attachments, forwarded: true });
    }
    case 'list_pins':
      return { messages: (world.messages.get(chatId) ?? []).filter(({ pinned }) => pinned !== undefined) };
    case 'set_chat_prefs': {
      const { chatId: _, ...changes } = input;
      world.updateChats((chat) =>
        chat.id === chatId ? { prefs: { ...chat.prefs, ...(changes as Partial<ChatPrefs>) } } : undefined,
      );
      return world.summary(chatId);
    }
    case 'list_notifications':
      return { notifications: notificationsOf(world), next: null };
    case 'read_notifications':
      return NOTHING;
    case 'get_notification_prefs':
    case 'set_notification_prefs': {
      const prefs = { ...(away.get(world) ?? AWAY), ...input };
      away.set(world, prefs);
      return prefs;
    }
    case 'list_push_subscriptions':
      return { subscriptions: [] };
    case 'get_chat':
      world.updateChats(() => undefined);
      return world.summary(chatId);
    default:
      return undefined;
  }
}

const AWAY: NotificationPrefs = {
  push: true,
  mail: true,
  preview: true,
  muted_until: null,
  quiet_hours: { from: '22:00', to: '07:00' },
  time_zone: 'Asia/Karachi',
  chats: [],
};

/** What was chosen, by the world in which it was. */
const away = new WeakMap<ChangeableWorld, NotificationPrefs>();

/** The answer of commands that have none. */
export const NOTHING = Symbol('no output');

/** One for each chat with something unread, as the server would have raised them. */
function notificationsOf(world: ChangeableWorld): Notification[] {
  return world.chats.get().chats.flatMap((chat): Notification[] => {
    const last = chat.last_message;
    if (last === null || chat.unread === 0) return [];
    return [
      {
        id: chat.id,
        type: 'message',
        chatId: chat.id,
        title: chat.members.find(({ userId }) => userId === last.sender_id)?.name ?? '',
        body: last.message.slice(0, 120),
        count: chat.unread,
        created_at: last.created_at,
        read_at: null,
      },
    ];
  });
}
