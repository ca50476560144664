import type { Message } from '@stm-chat/protocol';

/** How far a voice message has been listened to: of mine by anybody, of others by me. */
export type Heard = 'heard' | 'unheard';

export function heardOf(message: Message, meId: number | null): Heard {
  const by = message.played_by ?? [];
  const heard = message.sender_id === meId ? by.length > 0 : meId !== null && by.includes(meId);
  return heard ? 'heard' : 'unheard';
}

/** The id of a voice message that somebody else sent and I have not listened to; undefined otherwise. */
export function unheardBy(meId: number | null, message: Message): string | undefined {
  if (message.message_type !== 'voice' || message.sender_id === meId) return undefined;
  return heardOf(message, meId) === 'unheard' ? message.id : undefined;
}
