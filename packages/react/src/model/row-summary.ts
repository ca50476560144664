import type { ChatSummary } from '@stm-chat/protocol';

/**
 * `next`, or `before` when nothing changed that a message in the chat could show. A summary is another one with every
 * message, receipt and letter of a draft; names, roles, the job and its dispute stay, and rows need not be drawn for them.
 */
export function summaryForRows(
  before: ChatSummary | undefined,
  next: ChatSummary | undefined,
): ChatSummary | undefined {
  return before !== undefined && next !== undefined && shown(before) === shown(next) ? before : next;
}

function shown({ members, ...facts }: ChatSummary): string {
  // Left out is what moves: whatever else a summary comes to hold is compared.
  const { last_message: _, last_seq: _seq, read_seq: _read, unread: _unread, revision: _revision, ...rest } = facts;
  const { prefs: _prefs, last_activity_at: _at, ...still } = rest;
  return JSON.stringify([still, members.map(({ userId, role, name }) => [userId, role, name])]);
}
