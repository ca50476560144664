import type { ChatChanges, CommandOutput } from '@stm-chat/protocol';
import { knownRevision, lastSeq, place, settle, type Timeline } from './timeline.js';

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

/** The page before message `before`, where the run began when it was asked for. If it begins elsewhere now: no change. */
export function applyBefore(timeline: Timeline, before: number, page: HistoryPage): Timeline {
  if (!timeline.valid || timeline.messages[0]?.seq !== before) return timeline;
  const messages = [...page.messages, ...timeline.messages];
  return takeRevision({ ...timeline, messages, hasBefore: page.has_before }, page.revision);
}

/** The page after message `after`, where the run ended when it was asked for; it then may reach the end of the chat. */
export function applyAfter(timeline: Timeline, after: number, page: HistoryPage): Timeline {
  if (!timeline.valid || timeline.attached || lastSeq(timeline) !== after) return timeline;
  const messages = [...timeline.messages, ...page.messages];
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
