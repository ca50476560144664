import type { ChatSummary, Member, Message, SenderType } from '@stm-chat/protocol';

/** The roles that have a seat in a chat. */
export type PartyRole = Member['role'];

/** Everybody in the chat but me, the main counterpart first: for a party the other party, then the LSM. */
export function otherMembers(summary: ChatSummary, meId: number | null): Member[] {
  const order: Record<PartyRole, number> = { customer: 0, provider: 1, lsm: 2 };
  return summary.members.filter((member) => member.userId !== meId).sort((a, b) => order[a.role] - order[b.role]);
}

/** Whom the chat is shown as: the other party, or for an LSM both parties. Empty while the seat is free. */
export function counterparts(summary: ChatSummary, meId: number | null): Member[] {
  const others = otherMembers(summary, meId);
  const parties = others.filter((member) => member.role !== 'lsm');
  return parties.length > 0 ? parties : others;
}

export function findMember(summary: ChatSummary | undefined, userId: number): Member | undefined {
  return summary?.members.find((member) => member.userId === userId);
}

/** The name of somebody who has a seat in the chat, or had one; undefined for others, and for who was erased. */
export function knownName(summary: ChatSummary | undefined, userId: number): string | undefined {
  const former = summary?.former_members?.find((member) => member.userId === userId);
  const name = findMember(summary, userId)?.name ?? former?.name;
  return name === '' ? undefined : name;
}

/** True where names must be shown beside messages: more than one other person writes, or has written, here. */
export function isGroup(summary: ChatSummary | undefined, meId: number | null): boolean {
  return summary !== undefined && otherMembers(summary, meId).length > 1;
}

/** The role a message was written in; the system's own have none. */
export function roleOf(sender: SenderType): PartyRole | null {
  return sender === 'system' ? null : sender;
}

/** True for what counts as unread: somebody else's, not the system's, not deleted. */
export function countsAsUnread(message: Message, meId: number | null): boolean {
  return message.sender_type !== 'system' && message.sender_id !== meId && message.deleted_at === null;
}

/** One or two letters for an avatar: the first of the first and of the last word, whole characters. */
export function initials(name: string): string {
  const words = name
    .normalize('NFC')
    .split(/[\s_.]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => /[\p{L}\p{N}]\p{M}*/u.exec(word ?? '')?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A stable choice among `count` colours; accounts made one after the other get different ones. */
export function tintOf(userId: number, count: number): number {
  return (userId * 3) % count;
}
