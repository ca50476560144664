import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AttachmentsTable } from '../../database/tables/attachment-tables.js';
import { attachmentState } from './attachment-codes.js';

export type AttachmentRow = Selectable<AttachmentsTable>;

/** Under which id the bytes are kept: another file's, where it was forwarded. */
export function blobOf({ id, blob_id: blobId }: Pick<AttachmentRow, 'id' | 'blob_id'>): string {
  return blobId ?? id;
}

/** Whatever state it is in. Asks nobody's permission. */
export function findAttachment(database: Database, id: string): Promise<AttachmentRow | undefined> {
  return database.realtime.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst();
}

/** An upload of this user, in a chat that the user is still in; one that is given up is not found. */
export function findUpload(database: Database, userId: number, id: string): Promise<AttachmentRow | undefined> {
  return database.realtime
    .query<AttachmentRow>(
      `select a.* from attachments a join chats c on c.id = a.chat_id and $2::int in (c.customer_id, c.provider_id, c.lsm_id)
       where a.id = $1::uuid and a.owner_id = $2 and a.state <> ${attachmentState.deleted}`,
      [id, userId],
    )
    .then(([row]) => row);
}

export interface Reader {
  readonly userId: number;
  /** Of a link that was made for a session; null for none. */
  readonly sessionId: string | null;
}

export interface ReadableRow extends AttachmentRow {
  /** The reader sits, or sat, in the chat as its LSM. */
  readonly by_lsm: boolean;
}

/** A file as this reader may load it at this moment; undefined when the reader may not, or there is none. */
export async function findReadable(
  database: Database,
  id: string,
  { userId, sessionId }: Reader,
  now: number,
): Promise<ReadableRow | undefined> {
  const [row] = await database.realtime.query<ReadableRow>(
    `select a.*, r.role = 3 as by_lsm from readable_attachment($1::uuid, $2::int, $3::uuid, $4::timestamptz) a
     cross join lateral reading_of(a.chat_id, $2::int, $4::timestamptz) r`,
    [id, userId, sessionId, new Date(now)],
  );
  return row;
}

/** Those of these files that a user may load, in the order asked for. */
export function listReadable(
  database: Database,
  ids: readonly string[],
  userId: number,
  now: number,
): Promise<{ id: string; thumbnail: boolean }[]> {
  return database.realtime.query<{ id: string; thumbnail: boolean }>(
    `select r.id, r.thumbnail from unnest($1::uuid[]) with ordinality as k (id, ord)
     cross join lateral readable_attachment(k.id, $2::int, null, $3::timestamptz) r order by k.ord`,
    [ids, userId, new Date(now)],
  );
}

/** The files of a chat's messages up to a `seq`, in their order. */
export function listFiles(database: Database, chatId: string, upTo: number): Promise<AttachmentRow[]> {
  return database.realtime
    .selectFrom('attachments')
    .selectAll()
    .where('chat_id', '=', chatId)
    .where('state', '=', attachmentState.ready)
    .where('message_seq', '<=', upTo)
    .orderBy('message_seq')
    .orderBy('id')
    .execute();
}
