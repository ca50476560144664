import type { Attachment, Message } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

export interface MemberRow {
  readonly userId: number;
  readonly role: 'customer' | 'provider' | 'lsm';
  readonly name: string;
  readonly joined_at: string;
  readonly left_at: string | null;
}

// Times come as the wire writes them.
const TIME = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const MEMBERS = `
  select m.user_id as "userId", role_name(m.role) as role, u.name, ${TIME('m.joined_at')} as joined_at,
    ${TIME('m.left_at')} as left_at
  from chat_members m join users u on u.id = m.user_id where m.chat_id = $1 order by m.joined_at, m.user_id`;

/** Who is or was in a chat. */
export function readMembers(database: Database, chatId: string): Promise<MemberRow[]> {
  return database.pooled.query<MemberRow>(MEMBERS, [chatId]);
}

export interface ReceiptRow {
  readonly userId: number;
  readonly read_seq: number;
  readonly read_at: string | null;
  readonly delivered_seq: number;
}

// Up to what the reader sees of the chat: when somebody read on afterwards is not told.
const RECEIPTS = `
  select r.user_id as "userId", least(r.read_seq, $2::bigint) as read_seq,
    case when r.read_seq <= $2 then ${TIME('r.read_at')} end as read_at, least(r.delivered_seq, $2::bigint) as delivered_seq
  from receipts r where r.chat_id = $1 order by r.user_id`;

/** How far everybody had read and received. */
export function readReceipts(database: Database, chatId: string, upTo: number): Promise<ReceiptRow[]> {
  return database.pooled.query<ReceiptRow>(RECEIPTS, [chatId, upTo]);
}

export interface TranscriptRow extends Pick<
  Message,
  'id' | 'seq' | 'sender_type' | 'sender_id' | 'message' | 'message_type'
> {
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly deleted_at: string | null;
  readonly reply_to_seq: number | null;
  readonly reactions: Message['reactions'] | null;
  readonly system: Message['system'] | null;
  readonly offer: Message['offer'] | null;
  readonly attachments: Attachment[] | null;
  readonly versions:
    | { readonly message: string; readonly ended: 'edited' | 'deleted'; readonly until: string }[]
    | null;
}

// The records of changes are read once a page, by their key, and not once a message.
const TRANSCRIPT = `
  with versions as materialized (
    select x.seq, json_agg(json_build_object('message', x.before ->> 'message',
      'ended', case x.kind when 'edit' then 'edited' else 'deleted' end, 'until', ${TIME('x.created_at')}) order by x.revision) as all
    from changes x
    where x.chat_id = $1 and x.revision <= $4 and x.kind in ('edit', 'delete') and x.seq > $2 and x.seq <= $3
    group by x.seq
  )
  select m.seq, m.id, (array['system', 'customer', 'provider', 'lsm'])[m.sender_type + 1] as sender_type, m.sender_id, m.message,
    (array['text', 'image', 'document', 'voice', 'system'])[m.message_type + 1] as message_type,
    ${TIME('m.created_at')} as created_at, ${TIME('m.edited_at')} as edited_at, ${TIME('m.deleted_at')} as deleted_at,
    m.reply_seq as reply_to_seq, m.reactions, m.extra -> 'system' as system, m.extra -> 'offer' as offer, m.attachments,
    v.all as versions
  from messages_as_of($1::uuid, $2::bigint, $3::bigint, $4::bigint) m left join versions v on v.seq = m.seq
  order by m.seq`;

/** The messages above < seq <= to as they were at a revision, with their earlier texts. */
export function readTranscript(
  database: Database,
  chatId: string,
  above: number,
  to: number,
  revision: number,
): Promise<TranscriptRow[]> {
  return database.pooled.query<TranscriptRow>(TRANSCRIPT, [chatId, above, to, revision]);
}
