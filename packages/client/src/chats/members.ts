import type { Member } from '@stm-chat/protocol';

/** Who is in the chat according to `members`, with receipts that never go back behind what was known. */
export function mergeMembers(members: readonly Member[], known: readonly Member[]): Member[] {
  return members.map((member) => {
    const before = known.find(({ userId }) => userId === member.userId);
    return before === undefined ? member : forward(member, before);
  });
}

/** One receipt: up to where a member has read or received. */
export interface Receipt {
  readonly userId: number;
  readonly seq: number;
  /** With it the receipt is one of reading; without, of delivery. */
  readonly read_at?: string | null;
}

export function applyReceiptTo(members: readonly Member[], receipt: Receipt): Member[] {
  return members.map((member) => {
    if (member.userId !== receipt.userId) return member;
    if (receipt.read_at === undefined) {
      return receipt.seq <= member.delivered_seq ? member : { ...member, delivered_seq: receipt.seq };
    }
    return forward({ ...member, read_seq: receipt.seq, read_at: receipt.read_at }, member);
  });
}

function forward(member: Member, before: Member): Member {
  const read = before.read_seq > member.read_seq ? before : member;
  return {
    ...member,
    read_seq: read.read_seq,
    read_at: read.read_at ?? before.read_at,
    // Whoever has read it has received it.
    delivered_seq: Math.max(member.delivered_seq, before.delivered_seq, read.read_seq),
  };
}
