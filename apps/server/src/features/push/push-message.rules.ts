import { createHash } from 'node:crypto';
import type { Notification, Role } from '@stm-chat/protocol';
import type { PushMessage } from './push-message.js';
import type { Words } from './push-texts.rules.js';

/** Of messages one per chat is shown, also by pages that are open; of other things each is. */
export function tagOf(notification: Pick<Notification, 'id' | 'type' | 'chatId'>): string {
  return notification.type === 'message' && notification.chatId !== null
    ? `chat:${notification.chatId}`
    : `notice:${notification.id}`;
}

/** Where a press on a notification leads: to the message, the case, the chat, or the first page. */
export function pathOf({ type, chatId, dispute }: Notification, role: Role, upto: number): string {
  if (dispute !== undefined && role === 'lsm') return `/cases/${dispute.id}`;
  if (chatId === null) return '/';
  return type === 'message' ? `/chats/${chatId}?m=${upto}` : `/chats/${chatId}`;
}

/** A name for one push to one device that every try gets again: a UUID. */
export function pushId(notificationId: string, targetId: string, upto: number, kind: PushMessage['kind']): string {
  const hex = createHash('sha256').update(`${notificationId} ${targetId} ${upto} ${kind}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Web Push carries 4 KB at most, encrypted; names and texts are cut well before. */
const TITLE_MAX = 120;
const BODY_MAX = 300;

export function cutWords({ title, body, locale }: Words): Words {
  return { title: cut(title, TITLE_MAX), body: cut(body, BODY_MAX), locale };
}

function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
