import type { Message } from '@stm-chat/protocol';

/**
 * What a conversation holds of its chat: a run of messages without holes, and how far it is up to date.
 * Whatever comes in whatever order ends in the state that a fresh load would give; `timeline.test.ts` refutes it if not.
 */
export interface Timeline {
  /** False until the first page, and again when the server said to drop everything: the next page replaces the run. */
  readonly valid: boolean;
  /** Ascending by `seq`, each one more than the one before. */
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  /** The run reaches the end of the chat, and what is written there is appended. */
  readonly attached: boolean;
  /** Came already, but something before it did not: a hole lies between the run and the first of these. Ascending. */
  readonly ahead: readonly Message[];
  /** Every change up to this revision is in the run. What is asked for next are the changes after it. */
  readonly revision: number;
  /** Revisions above it whose change came already; each change has a revision of its own. */
  readonly seen: readonly number[];
  /** Changes up to this revision are known to exist and may be missing from the run: behind while above `revision`. */
  readonly target: number;
}

export const emptyTimeline: Timeline = {
  valid: false,
  messages: [],
  hasBefore: false,
  attached: false,
  ahead: [],
  revision: 0,
  seen: [],
  target: 0,
};

/** The `seq` of the last message of the run; 0 when there is none. */
export function lastSeq(timeline: Timeline): number {
  return timeline.messages.at(-1)?.seq ?? 0;
}

/** Messages are missing between the run and something newer that came. */
export function hasGap(timeline: Timeline): boolean {
  return timeline.ahead.length > 0;
}

/** The run lacks changes that are known to exist, and will not get them but by a sync. */
export function isBehind(timeline: Timeline): boolean {
  return timeline.target > timeline.revision;
}

/** The highest revision that anything told of. */
export function knownRevision(timeline: Timeline): number {
  return Math.max(timeline.revision, timeline.target, ...timeline.seen);
}

/**
 * A message as it is now, from an event, an acknowledgement or another tab: new, edited, deleted or reacted to. What is
 * older than what is held changes nothing, and twice is once.
 */
export function applyMessage(timeline: Timeline, message: Message): Timeline {
  return noteRevision(place(timeline, [message]), message.revision);
}

/** The server's copy of this chat is another one (a restored backup), or too far ahead: start again with a page. */
export function dropAll(timeline: Timeline): Timeline {
  // The old run stays to be looked at until the page is there.
  return { ...timeline, valid: false, ahead: [], revision: 0, seen: [], target: 0 };
}

/** Puts messages where they belong: over an older copy, at the end, or ahead of it. Others are not part of the run. */
export function place(timeline: Timeline, incoming: readonly Message[]): Timeline {
  if (!timeline.valid) return timeline;
  const first = timeline.messages[0]?.seq;
  const last = lastSeq(timeline);
  const messages = [...timeline.messages];
  const ahead = new Map(timeline.ahead.map((message) => [message.seq, message]));
  for (const message of incoming) {
    if (message.seq > last) {
      if (timeline.attached) ahead.set(message.seq, newer(ahead.get(message.seq), message));
    } else if (first !== undefined && message.seq >= first) {
      const at = message.seq - first;
      messages[at] = newer(messages[at], message);
    }
  }
  return append({ ...timeline, messages }, ahead);
}

function append(timeline: Timeline, ahead: Map<number, Message>): Timeline {
  const messages = [...timeline.messages];
  let next = lastSeq(timeline) + 1;
  for (let message = ahead.get(next); message !== undefined; message = ahead.get(++next)) {
    messages.push(message);
    ahead.delete(next);
  }
  return { ...timeline, messages, ahead: [...ahead.values()].sort((a, b) => a.seq - b.seq) };
}

function newer(held: Message | undefined, incoming: Message): Message {
  return held !== undefined && held.revision >= incoming.revision ? held : incoming;
}

/** Moves `revision` on over those that came without a break. */
function noteRevision(timeline: Timeline, revision: number): Timeline {
  if (revision <= timeline.revision || timeline.seen.includes(revision)) return timeline;
  return settle({ ...timeline, seen: [...timeline.seen, revision] });
}

/** `seen` and `revision` brought together; also after `revision` moved by other means. */
export function settle(timeline: Timeline): Timeline {
  if (!timeline.valid) return timeline;
  const seen = new Set(timeline.seen.filter((revision) => revision > timeline.revision));
  let { revision } = timeline;
  while (seen.delete(revision + 1)) revision++;
  return { ...timeline, revision, seen: [...seen] };
}
