import { eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I11: `unread` is what a recount gives, for servers and clients: above my mark, by others, not deleted, no system's. */
export function unreadIsExact(history: History): Violation[] {
  const found: Violation[] = [];
  const recounts = new Map<string, number>();
  for (const final of eventsOf(history, 'final')) {
    for (const { userId, readSeq, unread } of final.summaries) {
      const counted = final.messages.filter(
        ({ seq, senderId, deleted }) => seq > readSeq && senderId !== userId && senderId !== 0 && !deleted,
      ).length;
      recounts.set(`${final.chatId} ${userId}`, counted);
      if (unread !== counted)
        found.push(
          violation(
            'I11',
            final,
            `${final.node} tells user ${userId} of ${unread} unread in chat ${final.chatId}; there are ${counted}`,
          ),
        );
    }
  }
  for (const shown of eventsOf(history, 'shown')) {
    const counted = recounts.get(`${shown.chatId} ${shown.user}`);
    if (shown.unread !== null && counted !== undefined && shown.unread !== counted)
      found.push(
        violation(
          'I11',
          shown,
          `${shown.client} shows ${shown.unread} unread in chat ${shown.chatId}; there are ${counted}`,
        ),
      );
  }
  return found;
}

/** I12: marks only move forward, for whoever watches them, and never past the end of the chat. */
export function marksAreMonotone(history: History): Violation[] {
  const found: Violation[] = [];
  const seen = new Map<string, number>();
  const answered = new Map<string, number>();
  const forward = (marks: Map<string, number>, key: string, seq: number): number | null => {
    const before = marks.get(key) ?? 0;
    marks.set(key, Math.max(before, seq));
    return seq < before ? before : null;
  };
  for (const event of history) {
    if (event.kind === 'mark') {
      const back = forward(seen, `${event.connection} ${event.chatId} ${event.of} ${event.mark}`, event.seq);
      if (back !== null)
        found.push(
          violation(
            'I12',
            event,
            `${event.client} saw the ${event.mark} mark of user ${event.of} go from ${back} to ${event.seq}`,
          ),
        );
    } else if (event.kind === 'marked') {
      const key = `${event.chatId} ${event.user} ${event.mark}`;
      answered.set(key, Math.max(answered.get(key) ?? 0, event.seq));
    } else if (event.kind === 'final') {
      for (const { userId, marks } of event.summaries)
        for (const mark of marks)
          for (const kind of ['read', 'delivered'] as const) {
            const least = answered.get(`${event.chatId} ${mark.userId} ${kind}`) ?? 0;
            if (mark[kind] < least)
              found.push(
                violation(
                  'I12',
                  event,
                  `the ${kind} mark of user ${mark.userId} was ${least}, and user ${userId} is told ${mark[kind]}`,
                ),
              );
            if (mark[kind] > event.messages.length)
              found.push(
                violation(
                  'I12',
                  event,
                  `the ${kind} mark of user ${mark.userId} is ${mark[kind]}, past the end (${event.messages.length})`,
                ),
              );
          }
    }
  }
  return found;
}
