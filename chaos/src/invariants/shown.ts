import { type EventOf, eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I8: what a client shows is a run without holes, nothing twice; what comes live on a connection is one too. */
export function oneRun(history: History): Violation[] {
  return [...shownRuns(history), ...liveRuns(history)];
}

function shownRuns(history: History): Violation[] {
  const found: Violation[] = [];
  for (const shows of eventsOf(history, 'shows')) {
    if (shows.runs.length > 1)
      found.push(violation('I8', shows, `${shows.client} shows ${shows.runs.map((run) => run.join('–')).join(', ')}`));
    const twice = shows.keys.find((key, at) => shows.keys.indexOf(key) !== at);
    if (twice !== undefined) found.push(violation('I8', shows, `${shows.client} shows ${twice} twice`));
  }
  return found;
}

/**
 * Whoever appends blindly what comes after joining is right: the next one is always one more. What comes while a joining
 * is under way may be the beginning of it, or the rest of one that failed: it counts once the chat is joined.
 */
function liveRuns(history: History): Violation[] {
  const found: Violation[] = [];
  const last = new Map<string, number>();
  const joined = new Map<string, EventOf<'joined'>>();
  for (const event of history) {
    if (event.kind !== 'joined' && event.kind !== 'left' && event.kind !== 'see') continue;
    const key = `${event.connection} ${event.chatId}`;
    if (event.kind === 'left') {
      last.delete(key);
      joined.delete(key);
    } else if (event.kind === 'joined') {
      if (!joined.has(key) && (last.get(key) ?? 0) < event.lastSeq) last.delete(key);
      joined.set(key, event);
    } else if (event.event === 'new_message') {
      const before = last.get(key);
      const start = joined.get(key)?.lastSeq;
      last.set(key, event.seq);
      if (start === undefined) continue;
      if (before !== undefined && event.seq !== before + 1)
        found.push(violation('I8', event, `${event.client} got seq ${event.seq} after seq ${before}`));
      else if (before === undefined && event.seq > start + 1)
        found.push(violation('I8', event, `${event.client} joined at seq ${start}, and got seq ${event.seq} first`));
    }
  }
  return found;
}

/** I9: after the quiet everybody who is a member shows the end of the final list, and has nothing left to send. */
export function everyoneConverges(history: History): Violation[] {
  const found: Violation[] = [];
  const finals = new Map(eventsOf(history, 'final').map((final) => [final.chatId, final]));
  const removed = new Set(eventsOf(history, 'removal').map(({ chatId, user }) => `${chatId} ${user}`));
  for (const shown of eventsOf(history, 'shown')) {
    const final = finals.get(shown.chatId);
    if (final === undefined || removed.has(`${shown.chatId} ${shown.user}`)) continue;
    const expected = final.messages.slice(Math.max(0, final.messages.length - shown.messages.length));
    const nothing = shown.messages.length === 0 && final.messages.length > 0;
    const wrong = shown.messages.findIndex(({ seq, id }, at) => expected[at]?.seq !== seq || expected[at]?.id !== id);
    if (nothing || wrong >= 0)
      found.push(
        violation(
          'I9',
          shown,
          `${shown.client} shows ${range(shown.messages)} of chat ${shown.chatId}; the list is ${range(final.messages)}`,
        ),
      );
    if (shown.waiting > 0)
      found.push(violation('I9', shown, `${shown.client} has ${shown.waiting} messages that it could not send`));
  }
  return found;
}

function range(messages: readonly { readonly seq: number }[]): string {
  return messages.length === 0 ? 'nothing' : `${messages[0]?.seq}–${messages.at(-1)?.seq} (${messages.length})`;
}
