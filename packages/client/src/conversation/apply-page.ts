import type { ChatChanges, CommandOutput, Message } from '@stm-chat/protocol';
import { knownRevision, place, settle, type Timeline } from './timeline.js';

export type HistoryPage = CommandOutput<'list_messages'>;

/** A page that begins the run anew: the first one, or one from elsewhere in the chat. */
export function applyPage(timeline: Timeline, page: HistoryPage): Timeline {
  const fresh: Timeline = {
    valid: true,
    messages: page.messages,
    hasBefore: page.has_before,
    attached: !page.has_after,
    ahead: [],
    revision: page.revision,
    seen: [],
    // A change overtook the page on its way: it is not in the page and went into a run that is given up now.
    target: knownRevision(timeline),
  };
  return place(fresh, timeline.ahead);
}

/** A page of what was before the run. A page that does not end where the run begins is of another run: nothing changes. */
export function applyBefore(timeline: Timeline, page: HistoryPage): Timeline {
  const last = page.messages.at(-1);
  if (!timeline.valid) return timeline;
  if (last === undefined) return { ...timeline, hasBefore: page.has_before };
  if (last.seq + 1 !== timeline.messages[0]?.seq) return timeline;
  const messages = [...page.messages, ...timeline.messages];
  return takeRevision({ ...timeline, messages, hasBefore: page.has_before }, page.revision);
}

/** A page of what comes after the run, which then may reach the end of the chat. */
export function applyAfter(timeline: Timeline, page: HistoryPage): Timeline {
  if (!timeline.valid || timeline.attached) return timeline;
  const first = page.messages[0];
  if (first !== undefined && first.seq !== (timeline.messages.at(-1)?.seq ?? 0) + 1) return timeline;
  const messages: Message[] = [...timeline.messages, ...page.messages];
  return takeRevision({ ...timeline, messages, attached: !page.has_after }, page.revision);
}

/** The run is as old as its oldest part. */
function takeRevision(timeline: Timeline, revision: number): Timeline {
  const known = knownRevision(timeline);
  if (revision >= known) return timeline;
  // Changes that came live after the page was read did not find its messages here.
  return { ...timeline, revision: Math.min(timeline.revision, revision), seen: [], target: known };
}

/**
 * What changed after revision `since`: all pages of it, applied at once, since a page alone may bring a message whose
 * predecessor comes with a later one.
 */
export function mergeChanges(timeline: Timeline, since: number, pages: readonly ChatChanges[]): Timeline {
  const until = pages.at(-1)?.revision;
  if (!timeline.valid || until === undefined) return timeline;
  const merged = place(
    timeline,
    pages.flatMap((page) => page.messages),
  );
  // A page of history that was read earlier came meanwhile: these changes do not begin where the run is now.
  if (merged.revision < since) return merged;
  return settle({ ...merged, revision: Math.max(merged.revision, until) });
}
