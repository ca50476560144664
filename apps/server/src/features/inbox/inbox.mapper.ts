import type { ChatActivity, ChatPrefs, ChatSummary, Job, Message } from '@stm-chat/protocol';
import { disputeStatusOf, seatOf, statusOf } from '../../database/codes.js';
import { boundedMembers, type FormerRow, toMember } from '../chats/chats.api.js';
import type { ActivityRow, PrefsColumns, SummaryRow } from './inbox.queries.js';

export function toSummary(row: SummaryRow, last: Message | null, isOnline: (userId: number) => boolean): ChatSummary {
  return {
    id: row.id,
    job_id: row.job_id,
    job: row.job as Job | null,
    subject: row.subject,
    status: statusOf(row.status),
    customer_id: row.customer_id,
    provider_id: row.provider_id,
    lsm_id: row.lsm_id,
    members: row.members.map((member) => toMember(member, isOnline(member.user_id))),
    ...(row.former_members === null ? {} : { former_members: row.former_members.map(toFormer) }),
    last_message: last,
    last_seq: row.last_seq,
    read_seq: row.read_seq,
    unread: row.unread,
    revision: row.revision,
    prefs: toPrefs(row),
    dispute:
      row.dispute_id === null || row.dispute_status === null
        ? null
        : { id: row.dispute_id, status: disputeStatusOf(row.dispute_status) },
    ...(row.blocked === 0 ? {} : { blocked_by: blockersOf(row) }),
    parent_id: row.parent_id,
    lane: row.lane,
    created_at: row.created_at.toISOString(),
    last_activity_at: row.last_activity_at.toISOString(),
  };
}

function toFormer({ user_id: userId, role, name }: FormerRow) {
  return { userId, role: seatOf(role), name };
}

function blockersOf({ blocked, customer_id, provider_id }: SummaryRow): number[] {
  return [(blocked & 1) === 0 ? null : customer_id, (blocked & 2) === 0 ? null : provider_id].filter(
    (id) => id !== null,
  );
}

function toPrefs({ muted_until, pinned, archived, marked_unread, draft }: PrefsColumns): ChatPrefs {
  return { muted_until: muted_until?.toISOString() ?? null, pinned, archived, marked_unread, draft };
}

export function toActivity(row: ActivityRow, last: Message | null): ChatActivity {
  return {
    chatId: row.chat_id,
    last_message: last,
    last_seq: row.last_seq,
    revision: row.revision,
    unread: row.unread,
  };
}

/** As `toSummary`, for who reads up to a bound: the present status and what others did since are not told. */
export function toBoundedSummary(row: SummaryRow, last: Message | null): ChatSummary {
  const members = boundedMembers(row.members, row.last_seq);
  return { ...toSummary({ ...row, lsm_id: null, members }, last, () => false), status: 'closed' };
}
