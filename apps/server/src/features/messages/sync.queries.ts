import { SYNC_CHANGES_MAX, SYNC_PAGE_MAX } from '@stm-chat/protocol';
import { MEMBERS, type MemberRow } from '../chats/chats.api.js';
import type { RecordRow } from './message-record.js';

/** What a client holds of one chat. */
export interface HeldChat {
  readonly chatId: string;
  readonly revision: number;
}

/** One of the messages of a chat that changed; with nulls instead when none did. */
export interface SyncRow extends RecordRow {
  /** Which of the asked-for chats, from 1. */
  readonly nth: number;
  /** Only in the chat's first row, in JSON. */
  readonly head: SyncHead | null;
}

/** What is told of a chat beside its messages. */
export interface SyncHead {
  readonly revision: number;
  readonly reset: boolean;
  /** Whether the reader is the chat's LSM. */
  readonly by_lsm: boolean;
  /** The most messages that this chat may have in this answer. */
  readonly room: number;
  /** How many changed messages there were within that room; some may be left out for their size. */
  readonly found: number;
  readonly members: readonly MemberRow[] | null;
}

/** Bytes of text that are read for one answer; what is too much for a frame is cut afterwards (`sync.rules.ts`). */
const READ_BYTES = 1024 * 1024;

// One statement, and so one snapshot, for all chats of a call; chats in which the user has no seat give no row.
//
// A chat has no more changed messages than its revision has moved. So before any message is read, SYNC_PAGE_MAX of them
// are given out by that number, in the order in which the chats were asked for, and every chat gets room for one.
// With `offset 0` nothing at all is read of a chat that has not moved, or is reset; without it the condition comes last.
const SYNC = `
  with seen as (
    select a.nth, a.chat_id, a.since, c.revision, z.reset, coalesce(c.lsm_id = $1::int, false) as by_lsm,
      case when z.reset then 0 else least(c.revision - a.since, ${SYNC_PAGE_MAX}) end as moved
    from unnest($2::uuid[], $3::bigint[]) with ordinality as a (chat_id, since, nth)
    join chats c on c.id = a.chat_id and $1::int in (c.customer_id, c.provider_id, c.lsm_id)
    cross join lateral (
      select a.since > c.revision or c.revision - a.since > ${SYNC_CHANGES_MAX}
        or (select s.epoch::text <> $4::text from server_state s) is true as reset
    ) z
  ), roomy as (
    select s.*,
      greatest(1, least(s.moved, ${SYNC_PAGE_MAX} - sum(s.moved) over (order by s.nth) + s.moved))::int as room
    from seen s
  ), changed as (
    select held.nth, m.*, row_number() over in_order as in_chat, sum(octet_length(m.message)) over (order by held.nth, m.revision) as bytes,
      case when row_number() over in_order = 1 then json_build_object(
        'revision', held.revision, 'reset', held.reset, 'by_lsm', held.by_lsm, 'room', held.room,
        'found', count(m.seq) over (partition by held.nth), 'members', ${MEMBERS('held.chat_id')}) end as head
    from roomy held
    left join lateral (
      select r.* from changed_messages(held.chat_id, held.since, held.room) r
      where held.moved > 0 offset 0
    ) m on true
    window in_order as (partition by held.nth order by m.revision)
  )
  select t.* from changed t
  where t.in_chat = 1 or t.bytes <= ${READ_BYTES}
  order by t.nth, t.in_chat`;

export const syncStatement = (userId: number, held: readonly HeldChat[], epoch: string | undefined) => ({
  name: 'messages_sync',
  text: SYNC,
  values: [userId, held.map(({ chatId }) => chatId), held.map(({ revision }) => revision), epoch ?? null],
});
