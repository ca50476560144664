import type { Message } from '@stm-chat/protocol';

/** The pins once a message has changed, the latest pin first; the same list where it makes no difference. */
export function applyPin(pins: readonly Message[], message: Message): readonly Message[] {
  const known = pins.find(({ id }) => id === message.id);
  if (known !== undefined && known.revision >= message.revision) return pins;
  const pinned = message.pinned !== undefined && message.deleted_at === null;
  if (known === undefined && !pinned) return pins;
  const others = pins.filter(({ id }) => id !== message.id);
  return pinned ? [...others, message].sort((a, b) => pinnedAt(b).localeCompare(pinnedAt(a)) || b.seq - a.seq) : others;
}

function pinnedAt({ pinned }: Message): string {
  return pinned?.at ?? '';
}
