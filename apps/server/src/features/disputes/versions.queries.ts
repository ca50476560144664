import type { MessageVersion } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { MemberView } from '../chats/chats.api.js';

export interface FoundVersions {
  /** Whether the member is the LSM of a dispute on this chat, or on the chat of this lane. */
  readonly isDisputeLsm: boolean;
  /** Null: no such message. */
  readonly seq: number | null;
  /** In the order in which they were so; the last one is the present one, unless the message was deleted. */
  readonly versions: MessageVersion[];
}

interface VersionRow {
  readonly is_lsm: boolean;
  readonly seq: number | null;
  readonly created_at: Date;
  readonly message: string;
  readonly kind: 'edit' | 'delete' | null;
  readonly before: string | null;
  readonly at: Date | null;
}

/** Whether $3 is the LSM of a dispute on the chat $1, or on the chat of this lane; $4: of a reading that has a bound. */
const IS_LSM = `exists (
    select from disputes d where d.lsm_id = $3 and (d.status = 1 or $4::bigint is not null)
      and (d.chat_id = $1 or d.id = (select l.dispute_id from dispute_lanes l where l.chat_id = $1)))`;

// Up to a bounded reading's revision, what came after it is not told.
const VERSIONS = `
  select ${IS_LSM} as is_lsm, m.seq, m.created_at, r.message, x.kind, x.before ->> 'message' as before, x.created_at as at
  from (select 1) as one
  left join messages m on m.chat_id = $1 and m.seq = message_seq($1, $2)
  left join message_records q on q.chat_id = m.chat_id and q.seq = m.seq
  left join lateral message_as_of(q, coalesce($4::bigint, q.revision)) r on true
  left join changes x on x.chat_id = m.chat_id and x.seq = m.seq and x.kind in ('edit', 'delete')
    and ($4::bigint is null or x.revision <= $4)
  order by x.revision`;

/** What a message said, one text after the other. */
export async function readVersions(database: Database, member: MemberView, messageId: string): Promise<FoundVersions> {
  const { chatId, userId, bound } = member;
  const values = [chatId, messageId, userId, bound?.revision ?? null];
  const rows = await database.pooled.query<VersionRow>(VERSIONS, values);
  const [first] = rows;
  if (first === undefined) throw new Error('the versions of a message gave no row');
  return { isDisputeLsm: first.is_lsm, seq: first.seq, versions: first.seq === null ? [] : versionsOf(first, rows) };
}

function versionsOf(message: VersionRow, rows: readonly VersionRow[]): MessageVersion[] {
  const versions: MessageVersion[] = [];
  let since = message.created_at;
  for (const { kind, before, at } of rows) {
    if (kind === null || at === null) continue;
    const ended = kind === 'edit' ? 'edited' : 'deleted';
    versions.push({ message: before ?? '', at: since.toISOString(), until: at.toISOString(), ended });
    since = at;
  }
  if (versions.at(-1)?.ended !== 'deleted') {
    versions.push({ message: message.message, at: since.toISOString(), until: null, ended: null });
  }
  return versions;
}

export interface ChangedSeqs {
  readonly isDisputeLsm: boolean;
  /** Descending. */
  readonly seqs: number[];
}

const CHANGED = `
  select ${IS_LSM} as is_lsm, array(
    select distinct x.seq from changes x
    where x.chat_id = $1 and x.kind in ('edit', 'delete') and x.seq < $2 and ($4::bigint is null or x.revision <= $4)
    order by x.seq desc limit $5) as seqs`;

/** The messages below `before` that were edited or deleted. */
export async function readChangedSeqs(
  database: Database,
  { chatId, userId, bound }: MemberView,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<ChangedSeqs> {
  const values = [chatId, before, userId, bound?.revision ?? null, limit];
  const [row] = await database.pooled.query<{ is_lsm: boolean; seqs: number[] }>(CHANGED, values);
  if (row === undefined) throw new Error('the changed messages of a chat gave no row');
  return { isDisputeLsm: row.is_lsm, seqs: row.seqs };
}
