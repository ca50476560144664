import type { Member } from '@stm-chat/protocol';
import { seatOf } from '../../database/codes.js';

/** A member as `MEMBERS` gives it, in JSON. */
export interface MemberRow {
  readonly user_id: number;
  readonly role: number;
  readonly name: string;
  readonly read_seq: number;
  readonly read_ms: number | null;
  readonly delivered_seq: number;
  readonly seen_ms: number | null;
}

/** A subquery: the members of a chat with their receipts, by role, as JSON. @param chat an expression: the chat's id */
export const MEMBERS = (chat: string): string => `
  (select json_agg(json_build_object(
      'user_id', o.user_id, 'role', o.role, 'name', p.name,
      'read_seq', coalesce(s.read_seq, 0), 'read_ms', floor(extract(epoch from s.read_at) * 1000),
      'delivered_seq', coalesce(s.delivered_seq, 0), 'seen_ms', floor(extract(epoch from w.last_seen_at) * 1000)
    ) order by o.role)
    from chat_members o
    join users p on p.id = o.user_id
    left join presence w on w.user_id = o.user_id
    left join receipts s on s.chat_id = o.chat_id and s.user_id = o.user_id
    where o.chat_id = ${chat} and o.left_at is null)`;

/** Somebody who had a seat, as `FORMER_MEMBERS` gives it. */
export interface FormerRow {
  readonly user_id: number;
  readonly role: number;
  readonly name: string;
}

/** A subquery: who had a seat of a chat and has it no more, as JSON; null: nobody. @param chat an expression: the chat's id; until: a time, only those who had come by then */
export const FORMER_MEMBERS = (chat: string, until = "'infinity'"): string => `
  (select json_agg(json_build_object('user_id', o.user_id, 'role', o.role, 'name', p.name) order by o.user_id)
    from chat_members o
    join users p on p.id = o.user_id
    where o.chat_id = ${chat} and o.left_at is not null and o.joined_at <= ${until})`;

export function toMember(row: MemberRow, online: boolean): Member {
  return {
    userId: row.user_id,
    role: seatOf(row.role),
    name: row.name,
    read_seq: row.read_seq,
    read_at: time(row.read_ms),
    delivered_seq: row.delivered_seq,
    online,
    last_seen: time(row.seen_ms),
  };
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/**
 * The members for who reads up to a bound. What they did after it is not told: neither how far they read since, nor that
 * they were here, nor which LSM came for a later dispute.
 */
export function boundedMembers(rows: readonly MemberRow[], upto: number): MemberRow[] {
  return rows.filter(({ role }) => seatOf(role) !== 'lsm').map((row) => boundedMember(row, upto));
}

function boundedMember(row: MemberRow, upto: number): MemberRow {
  const later = row.read_seq > upto;
  return {
    ...row,
    read_seq: Math.min(row.read_seq, upto),
    read_ms: later ? null : row.read_ms,
    delivered_seq: Math.min(row.delivered_seq, upto),
    seen_ms: null,
  };
}
