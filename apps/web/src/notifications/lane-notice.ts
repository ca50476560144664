import type { ChatClient } from '@stm-chat/client';
import type { Notification, Role } from '@stm-chat/protocol';
import { casePath, chatPath } from '../paths.js';
import type { useText } from '../text/use-text.js';
import type { Notice } from './notice-words.js';

/**
 * What is told of a message in a lane, which is in no list of chats: that it is private, or a note, and the way to it.
 * Null: it is no lane, or cannot be read (any more).
 */
export async function laneNotice(
  client: Pick<ChatClient, 'call'>,
  { chatId, title: name, body }: Notification,
  role: Role,
  t: ReturnType<typeof useText>,
): Promise<Notice | null> {
  if (chatId === null) return null;
  const summary = await client.call('get_chat', { chatId }).catch(() => null);
  if (summary === null || summary.lane === null) return null;
  const title = t(summary.lane === 'staff' ? 'notifications.note' : 'notifications.private', { name });
  const path = role === 'lsm' && summary.dispute !== null ? casePath(summary.dispute.id) : chatPath(chatId);
  return { title, body, path };
}
