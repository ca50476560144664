import type { ChatSummary } from '@stm-chat/protocol';

export type ChatFilter = 'all' | 'unread' | 'disputed' | 'archived';

export interface ChatQuery {
  readonly filter: ChatFilter;
  /** Words that must all occur in the names or the job. Empty: everything. */
  readonly words: string;
  /** The state of the job, in the host's words. Empty: any. */
  readonly state: string;
}

/** True for a chat that wants to be read: something is unread in it, or I marked it so. */
export function isUnread(chat: ChatSummary): boolean {
  return chat.unread > 0 || chat.prefs.marked_unread;
}

/** True while nothing in this chat is to make a sound. `now`: milliseconds since 1970. */
export function isMuted(chat: ChatSummary, now: number): boolean {
  return chat.prefs.muted_until !== null && Date.parse(chat.prefs.muted_until) > now;
}

/** The chats that are asked for, in their order. A search looks everywhere; only without one does "all" hide archived. */
export function filterChats(
  chats: readonly ChatSummary[],
  { filter, words, state }: ChatQuery,
  meId: number | null,
): readonly ChatSummary[] {
  const wanted = fold(words).split(/\s+/u).filter(Boolean);
  return chats.filter((chat) => {
    const shown = passes(chat, filter, wanted.length > 0) && (state === '' || chat.job?.status === state);
    if (!shown || wanted.length === 0) return shown;
    const text = textOf(chat, meId);
    return wanted.every((word) => text.includes(word));
  });
}

function passes(chat: ChatSummary, filter: ChatFilter, searching: boolean): boolean {
  const { archived } = chat.prefs;
  switch (filter) {
    case 'all':
      return searching || !archived;
    case 'unread':
      return isUnread(chat) && !archived;
    case 'disputed':
      return chat.status === 'disputed' && !archived;
    case 'archived':
      return archived;
  }
}

/** The states that jobs are in, in the host's words, sorted for the reader. */
export function jobStates(chats: readonly ChatSummary[], locale: string): readonly string[] {
  const states = chats.map((chat) => chat.job?.status ?? '').filter((state) => state !== '');
  return [...new Set(states)].sort(new Intl.Collator(locale).compare);
}

function textOf(chat: ChatSummary, meId: number | null): string {
  const names = chat.members.filter(({ userId }) => userId !== meId).map(({ name }) => name);
  return fold([...names, chat.job?.title, chat.subject, chat.job_id].join('\n'));
}

/** Without case and accents: nobody searches for "Lucía" by her accent. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
