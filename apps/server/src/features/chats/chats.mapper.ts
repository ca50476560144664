import type { ChatListing, ChatRecord, Job } from '@stm-chat/protocol';
import type { Selectable } from 'kysely';
import { seatOf, statusOf } from '../../database/codes.js';
import type { ChatsTable } from '../../database/tables/chat-tables.js';
import type { MemberView, ReadingBound } from './chats.api.js';

export type ChatRow = Selectable<ChatsTable>;
type Seats = Pick<ChatRow, 'customer_id' | 'provider_id' | 'lsm_id'>;

/** Who sits in the chat, ascending. */
export function memberIdsOf({ customer_id, provider_id, lsm_id }: Seats): number[] {
  return [customer_id, provider_id, lsm_id].filter((id) => id !== null).toSorted((a, b) => a - b);
}

/** The chat as an admin or the host platform sees it: never a message. */
export function toRecord(row: ChatRow): ChatRecord {
  return {
    id: row.id,
    job_id: row.job_id,
    job: row.job as Job | null,
    subject: row.subject,
    status: statusOf(row.status),
    customer_id: row.customer_id,
    provider_id: row.provider_id,
    lsm_id: row.lsm_id,
    last_seq: row.last_seq,
    revision: row.revision,
    created_at: row.created_at.toISOString(),
    last_activity_at: row.last_activity_at.toISOString(),
  };
}

export interface ChatListingRow extends ChatRow {
  readonly people: readonly { readonly user_id: number; readonly role: number; readonly name: string }[] | null;
}

/** As `toRecord`, with the names of those who sit in it. */
export function toListing(row: ChatListingRow): ChatListing {
  const people = (row.people ?? []).map(({ user_id, role, name }) => ({ userId: user_id, role: seatOf(role), name }));
  return { ...toRecord(row), people };
}

export type MemberViewRow = Seats &
  Pick<ChatRow, 'id' | 'status' | 'last_seq' | 'revision'> & {
    readonly user_id: number;
    readonly role: number;
    readonly is_blocked: boolean;
  };

export function toMemberView(row: MemberViewRow): MemberView {
  return {
    chatId: row.id,
    userId: row.user_id,
    role: seatOf(row.role),
    bound: null,
    status: statusOf(row.status),
    isBlocked: row.is_blocked,
    lastSeq: row.last_seq,
    revision: row.revision,
    customerId: row.customer_id,
    providerId: row.provider_id,
    lsmId: row.lsm_id,
    memberIds: memberIdsOf(row),
  };
}

/** As `toMemberView`, of somebody who reads up to a bound. */
export function toReaderView(row: Omit<MemberViewRow, 'last_seq' | 'revision'>, bound: ReadingBound): MemberView {
  return { ...toMemberView({ ...row, last_seq: bound.seq, revision: bound.revision }), bound };
}
