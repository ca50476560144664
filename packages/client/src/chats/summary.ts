import type { ChatActivity, ChatChanges, ChatSummary, Message, ServerEvents } from '@stm-chat/protocol';
import { applyReceiptTo, mergeMembers, type Receipt } from './members.js';

/** A chat as it is known. */
export interface ChatEntry {
  readonly summary: ChatSummary;
  /** Something happened whose effect on `unread` only the server can tell: the summary has to be read again. */
  readonly recount: boolean;
  /** The revision of the last summary; `summary.revision` may have moved on with messages, which say nothing of the rest. */
  readonly factsAt: number;
  /** The revision for which it is known who the members are. */
  readonly seatsAt: number;
  /** Up to where the server knows that I have read; `summary.read_seq` is ahead of it while a mark is on its way. */
  readonly readAt: number;
}

/** Two summaries of one chat, in whatever order they came: each part from the one that is newer in that part. */
export function mergeSummary(known: ChatEntry | undefined, incoming: ChatSummary): ChatEntry {
  const { revision } = incoming;
  if (known === undefined) {
    return { summary: incoming, recount: false, factsAt: revision, seatsAt: revision, readAt: incoming.read_seq };
  }
  const held = known.summary;
  const facts = revision >= known.factsAt ? incoming : held;
  const members =
    revision >= known.seatsAt
      ? mergeMembers(incoming.members, held.members)
      : mergeMembers(held.members, incoming.members);
  const summary: ChatSummary = {
    ...facts,
    members,
    revision: Math.max(revision, held.revision),
    last_message: laterMessage(incoming.last_message, held.last_message),
    last_seq: Math.max(incoming.last_seq, held.last_seq),
    last_activity_at: later(incoming.last_activity_at, held.last_activity_at),
    read_seq: Math.max(incoming.read_seq, held.read_seq),
  };
  const times = {
    factsAt: Math.max(revision, known.factsAt),
    seatsAt: Math.max(revision, known.seatsAt),
    readAt: Math.max(incoming.read_seq, known.readAt),
  };
  // Who counted last, counted right, if that one was not behind in reading.
  const ahead = revision - held.revision || incoming.read_seq - held.read_seq;
  const [counted, other] = ahead >= 0 ? [incoming, held] : [held, incoming];
  if (counted.read_seq < other.read_seq) return { ...uncounted(summary), ...times };
  const recount = counted === held && known.recount;
  return { ...times, recount, summary: { ...summary, unread: counted.unread } };
}

/** After a message, to devices that have not joined: the changed part of a summary. */
export function applyActivity(known: ChatEntry, activity: ChatActivity): ChatEntry {
  const { last_message, last_seq, revision, unread } = activity;
  if (revision <= known.summary.revision) return known;
  const summary = { ...withMessage(known.summary, last_message), last_seq, revision, unread };
  // Counted before the server knew how far I have read.
  if (known.readAt < summary.read_seq || unread > last_seq - summary.read_seq)
    return { ...known, ...uncounted(summary) };
  return { ...known, summary, recount: false };
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
  return { ...known, summary, recount: known.recount || isNew || mayHaveCounted };
}

/** I have read up to `seq` here, and the server is still to hear of it. */
export function applyOwnRead(known: ChatEntry, receipt: Receipt, me: number | null): ChatEntry {
  return { ...applyReceipt(known, receipt, me), readAt: known.readAt };
}

/** Somebody has read or received up to `seq`: the server says so. */
export function applyReceipt(before: ChatEntry, receipt: Receipt, me: number | null): ChatEntry {
  const isOwnRead = receipt.userId === me && receipt.read_at !== undefined;
  const known = isOwnRead ? { ...before, readAt: Math.max(before.readAt, receipt.seq) } : before;
  const held = known.summary;
  const summary = { ...held, members: applyReceiptTo(held.members, receipt) };
  if (!isOwnRead || receipt.seq <= held.read_seq) return { ...known, summary };
  const read: ChatSummary = { ...summary, read_seq: receipt.seq };
  if (receipt.seq < held.last_seq) return { ...known, ...uncounted(read) };
  return { ...known, summary: { ...read, unread: 0 }, recount: false };
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
  const members =
    last.revision >= known.seatsAt
      ? mergeMembers(last.members, summary.members)
      : mergeMembers(summary.members, last.members);
  const mine = last.members.find(({ userId }) => userId === me)?.read_seq ?? 0;
  const read = me === null ? undefined : { userId: me, seq: mine, read_at: null };
  const revision = Math.max(summary.revision, last.revision);
  const seatsAt = Math.max(known.seatsAt, last.revision);
  const merged = { ...entry, seatsAt, summary: { ...summary, members, revision } };
  return read === undefined ? merged : applyReceipt(merged, read, me);
}

/** Counted from messages that are all there: those above what I have read that others wrote and did not delete. */
export function countUnread(messages: readonly Message[], readSeq: number, me: number | null): number {
  return messages.filter((message) => countsAsUnread(message, readSeq, me)).length;
}

function countsAsUnread(message: Message, readSeq: number, me: number | null): boolean {
  return (
    message.seq > readSeq && message.sender_id !== me && message.sender_type !== 'system' && message.deleted_at === null
  );
}

/** Never more than there are messages above what I have read; asked of the server as soon as may be. */
function uncounted(summary: ChatSummary): Pick<ChatEntry, 'summary' | 'recount'> {
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

/** A member came online, or was last seen. */
export function applyPresence(known: ChatEntry, presence: ServerEvents['presence']): ChatEntry {
  const { userId, online, last_seen } = presence;
  const members = known.summary.members.map((member) =>
    member.userId === userId ? { ...member, online, last_seen } : member,
  );
  return { ...known, summary: { ...known.summary, members } };
}
