import type { DeliveryState } from '@stm-chat/client';
import type { ChatSummary, Message } from '@stm-chat/protocol';

/** How far a message of mine got with everybody else in the chat; `received` for what others wrote. */
export function deliveryOf(message: Message, summary: ChatSummary, meId: number | null): DeliveryState {
  if (message.sender_id !== meId) return 'received';
  const others = summary.members.filter((member) => member.userId !== meId && member.role !== 'lsm');
  if (others.length === 0) return 'sent';
  if (others.every((member) => member.read_seq >= message.seq)) return 'read';
  return others.every((member) => Math.max(member.delivered_seq, member.read_seq) >= message.seq) ? 'delivered' : 'sent';
}
