import type { ChatSummary } from '@stm-chat/protocol';

type Known = ChatSummary | undefined;

/**
 * `next`, or `before` when nothing changed that a message in the chat could show. A summary is another one with every
 * message, receipt and letter of a draft; names, roles, the job and its dispute stay, and rows need not be drawn for them.
 */
export function summaryForRows(before: Known, next: Known): Known {
  return sameBy(shownByRows, before, next);
}

/** As `summaryForRows`, for what stands around the messages: with who is there now, and what the reader chose for it. */
export function summaryForFrame(before: Known, next: Known): Known {
  return sameBy(shownByFrame, before, next);
}

function sameBy(shown: (summary: ChatSummary) => string, before: Known, next: Known): Known {
  if (before === next || before === undefined || next === undefined) return next;
  return shown(before) === shown(next) ? before : next;
}

function shownByRows(summary: ChatSummary): string {
  return JSON.stringify([still(summary), summary.members.map(({ userId, role, name }) => [userId, role, name])]);
}

function shownByFrame(summary: ChatSummary): string {
  const present = summary.members.map(({ online, last_seen }) => [online, last_seen]);
  const { draft: _, ...chosen } = summary.prefs;
  return JSON.stringify([shownByRows(summary), present, chosen]);
}

/** Left out is what moves: whatever else a summary comes to hold is compared. */
function still({ members: _members, ...facts }: ChatSummary) {
  const { last_message: _, last_seq: _seq, read_seq: _read, unread: _unread, revision: _revision, ...rest } = facts;
  const { prefs: _prefs, last_activity_at: _at, ...kept } = rest;
  return kept;
}
