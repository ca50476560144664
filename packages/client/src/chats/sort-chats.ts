import type { ChatSummary } from '@stm-chat/protocol';

/** What a list shows, in its order. The lanes of a dispute are shown inside their case. */
export function listedChats(summaries: Iterable<ChatSummary>): ChatSummary[] {
  return [...summaries].filter(({ parent_id }) => parent_id === null).sort(inListOrder);
}

function inListOrder(a: ChatSummary, b: ChatSummary): number {
  if (a.prefs.pinned !== b.prefs.pinned) return a.prefs.pinned ? -1 : 1;
  if (a.last_activity_at !== b.last_activity_at) return a.last_activity_at > b.last_activity_at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
