import { eventsOf, type EventOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** A push that had begun when the message was read may still arrive; one that arrives so much later had not, milliseconds. */
const UNDER_WAY_MS = 1500;

/** I13: one push for a message and a device, none for what was read before, and in the end one for what is unread. */
export function pushesAreRight(history: History): Violation[] {
  return [...doubled(history), ...ofWhatWasRead(history), ...lost(history)];
}

function doubled(history: History): Violation[] {
  const seen = new Set<string>();
  return eventsOf(history, 'push').flatMap((push) => {
    const key = `${push.device} ${push.chatId} ${push.seq}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [violation('I13', push, `${push.device} got two pushes for message ${push.seq} of chat ${push.chatId}`)];
  });
}

function ofWhatWasRead(history: History): Violation[] {
  const marks = eventsOf(history, 'marked').filter(({ mark }) => mark === 'read');
  return eventsOf(history, 'push').flatMap((push) => {
    const read = marks.find(
      ({ user, chatId, seq, at }) =>
        user === push.user && chatId === push.chatId && seq >= push.seq && at + UNDER_WAY_MS < push.at,
    );
    return read === undefined
      ? []
      : [
          violation(
            'I13',
            push,
            `${push.device} got a push for message ${push.seq}, read ${push.at - read.at} ms before`,
          ),
        ];
  });
}

function lost(history: History): Violation[] {
  const finals = new Map<string, EventOf<'final'>>();
  for (const final of eventsOf(history, 'final')) finals.set(final.chatId, final);
  return eventsOf(history, 'subscribed').flatMap(({ device, user, chatId }) => {
    const final = finals.get(chatId);
    const readSeq = final?.summaries.find(({ userId }) => userId === user)?.readSeq ?? 0;
    const unread = (final?.messages ?? []).filter(
      ({ seq, senderId, deleted }) => seq > readSeq && senderId !== user && senderId !== 0 && !deleted,
    );
    const newest = Math.max(0, ...unread.map(({ seq }) => seq));
    const told = Math.max(
      0,
      ...eventsOf(history, 'push')
        .filter((push) => push.device === device && push.chatId === chatId)
        .map(({ seq }) => seq),
    );
    return final === undefined || told >= newest
      ? []
      : [violation('I13', final, `${device} was told up to ${told} of chat ${chatId}; ${newest} is unread`)];
  });
}
