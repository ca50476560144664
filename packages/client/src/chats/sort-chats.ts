import type { ChatSummary } from '@stm-chat/protocol';

/** The lanes of a dispute are shown inside their case. */
export function isListed({ parent_id }: ChatSummary): boolean {
  return parent_id === null;
}

/** What a list shows, in its order. */
export function listedChats(summaries: Iterable<ChatSummary>): ChatSummary[] {
  return [...summaries].filter(isListed).sort(inListOrder);
}

/**
 * How many chats the pages have that reach as far as these. Pinned ones are known from the first page, however far down:
 * they count where a page brought them.
 */
export function depthOf(chats: readonly ChatSummary[], paged: ReadonlySet<string>): number {
  const byActivity = [...chats].sort(byNewest);
  return byActivity.findLastIndex(({ id, prefs }) => !prefs.pinned || paged.has(id)) + 1;
}

function inListOrder(a: ChatSummary, b: ChatSummary): number {
  if (a.prefs.pinned !== b.prefs.pinned) return a.prefs.pinned ? -1 : 1;
  return byNewest(a, b);
}

function byNewest(a: ChatSummary, b: ChatSummary): number {
  if (a.last_activity_at !== b.last_activity_at) return a.last_activity_at > b.last_activity_at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
