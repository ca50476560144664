import { type EventOf, eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I10: nothing reaches a removed user from after the removal, on any way. */
export function removedSeesNothing(history: History): Violation[] {
  const removals = new Map(eventsOf(history, 'removal').map((event) => [`${event.chatId} ${event.user}`, event]));
  const acked = new Map(eventsOf(history, 'removed').map((event) => [`${event.chatId} ${event.user}`, event]));
  const gone = new Set<string>();
  const found: Violation[] = [];
  for (const event of history) {
    if (event.kind === 'left' && event.removed) gone.add(`${event.connection} ${event.chatId}`);
    if (event.kind === 'joined') gone.delete(`${event.connection} ${event.chatId}`);
    if (!('chatId' in event) || !('user' in event)) continue;
    const says = leak(
      event,
      removals.get(`${event.chatId} ${event.user}`),
      acked.get(`${event.chatId} ${event.user}`),
      gone,
    );
    if (says !== null) found.push(violation('I10', event, says));
  }
  return found;
}

function leak(
  event: History[number],
  removal: EventOf<'removal'> | undefined,
  acked: EventOf<'removed'> | undefined,
  gone: ReadonlySet<string>,
): string | null {
  if (removal === undefined && acked === undefined) return null;
  switch (event.kind) {
    case 'see':
      if (removal !== undefined && (event.seq >= removal.seq || event.revision >= removal.revision))
        return `user ${event.user} was removed before seq ${removal.seq}, and ${event.client} got seq ${event.seq}`;
      return gone.has(`${event.connection} ${event.chatId}`)
        ? `${event.client} was told that it left, and got seq ${event.seq} after that`
        : null;
    case 'hear':
    case 'mark':
      return gone.has(`${event.connection} ${event.chatId}`)
        ? `${event.client} was told that it left, and heard ${event.kind === 'hear' ? event.event : 'a receipt'} after that`
        : null;
    case 'shows': {
      const last = event.runs.at(-1)?.[1] ?? 0;
      return removal !== undefined && last >= removal.seq
        ? `user ${event.user} was removed before seq ${removal.seq}, and ${event.client} shows seq ${last}`
        : null;
    }
    case 'ack':
      return removal !== undefined && event.seq >= removal.seq
        ? `user ${event.user} was removed before seq ${removal.seq}, and wrote seq ${event.seq}`
        : null;
    case 'read':
      return acked !== undefined && event.began > acked.n && event.ok
        ? `user ${event.user} was removed, and was served the chat after that`
        : null;
    default:
      return null;
  }
}
