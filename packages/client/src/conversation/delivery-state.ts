import type { ChatSummary, Member, Message } from '@stm-chat/protocol';
import type { DeliveryState } from './conversation-state.js';

/** Up to which `seq` everybody else has received and read. */
export interface Marks {
  readonly delivered: number;
  readonly read: number;
}

/**
 * How far a message of mine got with every other party. A mediator's seat counts only while there is something to
 * mediate, and in a lane: one who has left, or does not look any more, must not hold up the ticks of the parties.
 */
export function deliveryState(message: Message, summary: ChatSummary | undefined, meId: number | null): DeliveryState {
  if (message.sender_id !== meId) return 'received';
  return stateAt(message.seq, marksOf(summary, meId));
}

export function stateAt(seq: number, marks: Marks): DeliveryState {
  if (seq <= marks.read) return 'read';
  return seq <= marks.delivered ? 'delivered' : 'sent';
}

export function marksOf(summary: ChatSummary | undefined, meId: number | null): Marks {
  const others = (summary?.members ?? []).filter((member) => member.userId !== meId && counts(member, summary));
  if (others.length === 0) return { delivered: 0, read: 0 };
  const read = Math.min(...others.map((member) => member.read_seq));
  // What was read was delivered, whether or not a receipt said so.
  const delivered = Math.min(...others.map((member) => Math.max(member.delivered_seq, member.read_seq)));
  return { delivered, read };
}

function counts(member: Member, summary: ChatSummary | undefined): boolean {
  if (member.role !== 'lsm') return true;
  return summary?.status === 'disputed' || (summary?.parent_id ?? null) !== null;
}
