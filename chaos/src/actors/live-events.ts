import type { Message, ServerEvents } from '@stm-chat/protocol';
import type { Recorder } from '../history/history.js';
import type { Person } from './actor.js';

/** Events of the server that a device writes down as they come. */
export const WATCHED = [
  'new_message',
  'message_updated',
  'messages_read',
  'messages_delivered',
  'user_typing',
  'user_joined',
  'user_left',
  'left_chat',
] as const;

export type WatchedEvent = (typeof WATCHED)[number];

/** Writes down what comes live on one connection of a device. */
export function writeLive(
  recorder: Recorder,
  who: { readonly name: string; readonly person: Person; readonly connection: string },
  event: WatchedEvent,
  payload: ServerEvents[WatchedEvent],
): void {
  const { chatId } = payload;
  const where = { client: who.name, user: who.person.id, chatId, connection: who.connection };
  switch (event) {
    case 'new_message':
    case 'message_updated': {
      const { seq, revision, id, client_id: clientId } = payload as Message;
      recorder.add({ kind: 'see', event, seq, revision, id, clientId, ...where });
      return;
    }
    case 'messages_read':
    case 'messages_delivered': {
      const { userId, seq } = payload as ServerEvents['messages_delivered'];
      recorder.add({ kind: 'mark', of: userId, mark: event === 'messages_read' ? 'read' : 'delivered', seq, ...where });
      return;
    }
    case 'left_chat':
      recorder.add({ kind: 'left', removed: true, ...where });
      return;
    case 'user_typing':
    case 'user_joined':
    case 'user_left':
      recorder.add({ kind: 'hear', event, ...where });
  }
}
