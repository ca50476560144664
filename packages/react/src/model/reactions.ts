import type { MessageItem } from '@stm-chat/client';
import type { Message, Reaction } from '@stm-chat/protocol';

/** The bar of the menu: agreement, thanks, and what a job makes people feel. */
export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

/** A reaction of mine that the server has not answered yet. */
export interface PendingReaction {
  readonly messageId: string;
  readonly emoji: string;
  readonly active: boolean;
}

export function hasReacted(message: Message, emoji: string, meId: number | null): boolean {
  return message.reactions.some((each) => each.emoji === emoji && each.user_ids.some((id) => id === meId));
}

/** The reactions after one of mine was given or taken back; the same array where that changes nothing. */
export function withReaction(reactions: readonly Reaction[], emoji: string, meId: number, active: boolean): Reaction[] {
  const known = reactions.find((each) => each.emoji === emoji);
  if ((known?.user_ids.includes(meId) ?? false) === active) return reactions as Reaction[];
  if (known === undefined) return [...reactions, { emoji, user_ids: [meId] }];
  return reactions
    .map((each) => (each === known ? { emoji, user_ids: toggle(known.user_ids, meId, active) } : each))
    .filter(({ user_ids }) => user_ids.length > 0);
}

function toggle(ids: readonly number[], id: number, active: boolean): number[] {
  return active ? [...ids, id] : ids.filter((each) => each !== id);
}

/** The items as they will be when the server has taken what is pending; untouched ones stay the same objects. */
export function withPending(
  items: readonly MessageItem[],
  pending: readonly PendingReaction[],
  meId: number | null,
): readonly MessageItem[] {
  if (pending.length === 0 || meId === null) return items;
  return items.map((item) => {
    if (item.kind !== 'message' || item.message.deleted_at !== null) return item;
    const reactions = pending
      .filter(({ messageId }) => messageId === item.message.id)
      .reduce((known, { emoji, active }) => withReaction(known, emoji, meId, active), item.message.reactions);
    return reactions === item.message.reactions ? item : { ...item, message: { ...item.message, reactions } };
  });
}
