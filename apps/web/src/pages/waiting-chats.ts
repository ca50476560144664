import type { ChatSummary } from '@stm-chat/protocol';
import { isUnread } from '@stm-chat/react';

/** More than this is the list's work. */
const MOST = 4;

/** The chats that wait for the reader: unread or marked so, not muted away into the archive; the longest wait last. */
export function waiting(chats: readonly ChatSummary[]): readonly ChatSummary[] {
  return chats.filter((chat) => isUnread(chat) && !chat.prefs.archived).slice(0, MOST);
}

/** Chats of jobs that are due, the soonest first: from today on, by the day that the host names. */
export function comingUp(chats: readonly ChatSummary[], now: number): readonly ChatSummary[] {
  const today = dayOf(new Date(now));
  return chats
    .filter(({ status, prefs, job }) => status !== 'closed' && !prefs.archived && dueDay(job?.date) >= today)
    .toSorted((a, b) => (dueDay(a.job?.date) < dueDay(b.job?.date) ? -1 : 1))
    .slice(0, MOST - 1);
}

/** The day as it sorts; empty for what is no date. */
function dueDay(date: string | undefined): string {
  if (date === undefined || !/^\d{4}-\d\d-\d\d/.test(date)) return '';
  // A moment is of the reader's day, a day of everybody's.
  return date.length === 10 ? date : dayOf(new Date(date));
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
