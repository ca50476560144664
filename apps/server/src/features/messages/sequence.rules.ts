import type { Message } from '@stm-chat/protocol';

/** How far a chat was told here: all of its changes up to `revision`, and of its messages those up to `seq`. */
export interface Position {
  readonly seq: number;
  readonly revision: number;
}

/** What leaves for the members. */
export interface Frame {
  readonly event: 'new_message' | 'message_updated';
  readonly message: Message;
}

/**
 * What has to leave so that whoever was told up to `position` knows these messages.
 *
 * `new_message` comes in the order of `seq`, and everything in the order of `revision`, as it would have come had it
 * been told when it happened. A message that was written and changed since then stands behind later ones by its present
 * revision; it is told at its place with a revision below theirs, and once more where its change belongs.
 * @param messages as they are now, each once, in any order, without a hole after `position.seq`
 */
export function framesFor(position: Position, messages: readonly Message[]): Frame[] {
  const fresh = messages.filter(({ seq }) => seq > position.seq).toSorted((a, b) => a.seq - b.seq);
  const changed = messages.filter(({ seq, revision }) => seq <= position.seq && revision > position.revision);
  const places: Message[] = [];
  for (let next = Number.POSITIVE_INFINITY, at = fresh.length - 1; at >= 0; at--) {
    const message = fresh[at];
    if (message === undefined) break;
    next = Math.min(message.revision, next - 1);
    places.push({ ...message, revision: next });
    if (next < message.revision) changed.push(message);
  }
  // Of the same revision the change comes first, since sorting keeps their order: it is the one whose revision that is.
  return [
    ...changed.map((message): Frame => ({ event: 'message_updated', message })),
    ...places.map((message): Frame => ({ event: 'new_message', message })),
  ].toSorted((a, b) => a.message.revision - b.message.revision);
}
