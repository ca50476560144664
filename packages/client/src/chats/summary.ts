import type { ChatActivity, ChatChanges, ChatSummary, Message } from '@stm-chat/protocol';
import { applyReceiptTo, mergeMembers, type Receipt } from './members.js';

/** A chat as it is known, and whether its number of unread messages is. */
export interface ChatEntry {
  readonly summary: ChatSummary;
  /** Something happened whose effect on `unread` only the server can tell: the summary has to be read again. */
  readonly recount: boolean;
}

/**
 * Two summaries of one chat, in whatever order they came: each part from the one that is newer in that part. `revision`
 * says so of what is part of the chat, `read_seq` and the members' marks of themselves.
 */
export function mergeSummary(known: ChatEntry | undefined, incoming: ChatSummary): ChatEntry {
  if (known === undefined) return { summary: incoming, recount: false };
  const held = known.summary;
  const ahead = incoming.revision - held.revision || incoming.read_seq - held.read_seq;
  const [newer, older] = ahead >= 0 ? [incoming, held] : [held, incoming];
  const summary: ChatSummary = {
    ...newer,
    members: mergeMembers(newer.members, older.members),
    last_message: laterMessage(newer.last_message, older.last_message),
    last_seq: Math.max(newer.last_seq, older.last_seq),
    last_activity_at: later(newer.last_activity_at, older.last_activity_at),
    read_seq: Math.max(newer.read_seq, older.read_seq),
  };
  if (newer.read_seq >= older.read_seq) {
    const recount = newer === held ? known.recount : false;
    return { summary: { ...summary, unread: newer.unread }, recount };
  }
  // One is ahead in messages, the other in reading: neither counted from where we are.
  return uncounted(summary);
}

/** After a message, to devices that have not joined: the changed part of a summary. */
export function applyActivity(known: ChatEntry, activity: ChatActivity): ChatEntry {
  if (activity.revision < known.summary.revision) return known;
  const { last_message, last_seq, revision, unread } = activity;
  const summary = withMessage(known.summary, last_message);
  return { summary: { ...summary, last_seq, revision, unread }, recount: false };
}

/** A message as it is now, new or changed, in a chat that this device has joined. */
export function applyMessageToChat(known: ChatEntry, message: Message, me: number | null): ChatEntry {
  const held = known.summary;
  const isNew = message.seq > held.last_seq;
  const summary: ChatSummary = {
    ...withMessage(held, message),
    last_seq: Math.max(held.last_seq, message.seq),
    revision: Math.max(held.revision, message.revision),
  };
  if (message.seq === held.last_seq + 1) {
    const unread = held.unread + (countsAsUnread(message, held.read_seq, me) ? 1 : 0);
    return { ...known, summary: { ...summary, unread } };
  }
  // Messages between were missed, or one that had counted may count no longer.
  const mayHaveCounted = message.deleted_at !== null && message.sender_id !== me && message.seq > held.read_seq;
  return isNew || mayHaveCounted ? { summary, recount: true } : { ...known, summary };
}

/** Somebody has read or received up to `seq`. */
export function applyReceipt(known: ChatEntry, receipt: Receipt, me: number | null): ChatEntry {
  const held = known.summary;
  const summary = { ...held, members: applyReceiptTo(held.members, receipt) };
  if (receipt.userId !== me || receipt.read_at === undefined || receipt.seq <= held.read_seq) {
    return { ...known, summary };
  }
  const read: ChatSummary = { ...summary, read_seq: receipt.seq };
  return receipt.seq >= held.last_seq ? { summary: { ...read, unread: 0 }, recount: false } : uncounted(read);
}

/** What a sync brought: messages, and the members as they are at its revision. */
export function applyChanges(known: ChatEntry, pages: readonly ChatChanges[], me: number | null): ChatEntry {
  const last = pages.at(-1);
  if (last === undefined) return known;
  let entry = known;
  for (const message of pages.flatMap((page) => page.messages).sort((a, b) => a.seq - b.seq)) {
    entry = applyMessageToChat(entry, message, me);
  }
  const { summary } = entry;
  const [set, other] =
    last.revision >= known.summary.revision ? [last.members, summary.members] : [summary.members, last.members];
  const members = mergeMembers(set, other);
  const mine = members.find(({ userId }) => userId === me)?.read_seq ?? 0;
  const read = me === null ? undefined : { userId: me, seq: mine, read_at: null };
  const merged = { ...entry, summary: { ...summary, members, revision: Math.max(summary.revision, last.revision) } };
  return read === undefined ? merged : applyReceipt(merged, read, me);
}

/** Counted from messages that are all there: those above what I have read that others wrote and did not delete. */
export function countUnread(messages: readonly Message[], readSeq: number, me: number | null): number {
  return messages.filter((message) => countsAsUnread(message, readSeq, me)).length;
}

function countsAsUnread(message: Message, readSeq: number, me: number | null): boolean {
  return (
    message.seq > readSeq &&
    message.sender_id !== me &&
    message.sender_type !== 'system' &&
    message.deleted_at === null
  );
}

/** Never more than there are messages above what I have read; asked of the server as soon as may be. */
function uncounted(summary: ChatSummary): ChatEntry {
  const unread = Math.min(summary.unread, Math.max(0, summary.last_seq - summary.read_seq));
  return { summary: { ...summary, unread }, recount: true };
}

function withMessage(summary: ChatSummary, message: Message | null): ChatSummary {
  if (message === null) return summary;
  return {
    ...summary,
    last_message: laterMessage(message, summary.last_message),
    last_activity_at: later(message.created_at, summary.last_activity_at),
  };
}

function laterMessage(a: Message | null, b: Message | null): Message | null {
  if (a === null || b === null) return a ?? b;
  if (a.seq !== b.seq) return a.seq > b.seq ? a : b;
  return a.revision >= b.revision ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** A device of a member came or went: CONTRACT section 5, `presence`. */
export interface Presence {
  readonly userId: number;
  readonly online: boolean;
  readonly last_seen: string | null;
}

export function applyPresence(known: ChatEntry, presence: Presence): ChatEntry {
  const { userId, online, last_seen } = presence;
  const members = known.summary.members.map((member) =>
    member.userId === userId ? { ...member, online, last_seen } : member,
  );
  return { ...known, summary: { ...known.summary, members } };
}
