import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { attachmentKind, attachmentState } from './attachment-codes.js';
import type { FileCopy } from './attachments.api.js';
import type { AttachmentRow } from './attachments.queries.js';
import type { Verdict } from './media/verdict.js';

export interface NewUpload {
  readonly id: string;
  readonly chatId: string;
  readonly ownerId: number;
  readonly name: string;
  readonly claimedType: string;
  readonly length: number;
  readonly peaks: readonly number[] | null;
}

export interface UploadLimits {
  readonly openUploads: number | null;
  readonly uploadsPerDay: number | null;
  readonly uploadBytesPerDay: number | null;
}

export interface Begun {
  readonly outcome: 'done' | 'open' | 'count' | 'bytes';
  readonly retry_after_ms: number | null;
}

export async function beginUpload(database: Database, upload: NewUpload, limits: UploadLimits): Promise<Begun> {
  const { id, chatId, ownerId, name, claimedType, length, peaks } = upload;
  const [row] = await database.realtime.query<Begun>(
    `select * from begin_upload($1::uuid, $2::uuid, $3::int, $4::text, $5::text, $6::bigint, $7::smallint[],
      $8::int, $9::int, $10::bigint)`,
    [
      ...[id, chatId, ownerId, name, claimedType, length, peaks],
      ...[limits.openUploads, limits.uploadsPerDay, limits.uploadBytesPerDay],
    ],
  );
  if (row === undefined) throw new Error('begin_upload gave no row');
  return row;
}

/** @returns the upload's state; null when something else was written there meanwhile, or it is gone */
export async function uploadReceived(
  database: Database,
  id: string,
  offset: number,
  bytes: number,
  part: string,
): Promise<number | null> {
  const [row] = await database.realtime.query<{ state: number | null }>(
    'select upload_received($1::uuid, $2::bigint, $3::bigint, $4::text) as state',
    [id, offset, bytes, part],
  );
  return row?.state ?? null;
}

/** A processing attachment becomes what was found out; one that was dropped meanwhile stays so. @returns whether it did */
export async function settleUpload(
  database: Database,
  { id }: Pick<AttachmentRow, 'id'>,
  verdict: Verdict,
  { name, size, scanned }: { readonly name: string; readonly size: number; readonly scanned: boolean },
): Promise<boolean> {
  const query = database.realtime
    .updateTable('attachments')
    .where('id', '=', id)
    .where('state', '=', attachmentState.processing);
  const now = sql<Date>`clock_timestamp()`;
  const { numUpdatedRows } =
    'refused' in verdict
      ? await query
          .set({ state: attachmentState.refused, refusal: verdict.refused, touched_at: now })
          .executeTakeFirst()
      : await query
          .set({
            state: attachmentState.ready,
            kind: attachmentKind[verdict.kind],
            type: verdict.type,
            name,
            size,
            remade: verdict.kind === 'image',
            thumbnail: verdict.kind === 'image',
            ...(verdict.kind === 'image'
              ? { width: verdict.width, height: verdict.height, placeholder: verdict.placeholder, peaks: null }
              : {}),
            ...(verdict.kind === 'audio' ? { duration_ms: verdict.durationMs } : {}),
            // Of what nobody here can hear those that came with it stay.
            ...(verdict.kind === 'audio' && verdict.peaks !== null ? { peaks: verdict.peaks.slice() } : {}),
            ...(verdict.kind === 'document' ? { peaks: null } : {}),
            scanned_at: scanned ? now : null,
            touched_at: now,
          })
          .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The pieces that an image was made of are gone. */
export async function piecesRemoved(database: Database, id: string): Promise<void> {
  await database.realtime.updateTable('attachments').set({ parts: [] }).where('id', '=', id).execute();
}

/** A ready file was scanned after all: clean, or from now on out of reach. */
export async function settleScan(database: Database, id: string, clean: boolean): Promise<void> {
  const now = sql<Date>`clock_timestamp()`;
  const found = { state: attachmentState.refused, refusal: 'infected', touched_at: now };
  await database.realtime
    .updateTable('attachments')
    .set(clean ? { scanned_at: now, touched_at: now } : found)
    .where('id', '=', id)
    .where('state', '=', attachmentState.ready)
    .execute();
}

/** @param ids of the copies, at least as many as there are files @returns those that were used */
export async function copyFiles(
  database: Database,
  { userId, fromChatId, seq, toChatId }: FileCopy,
  ids: readonly string[],
  now: number,
): Promise<string[]> {
  const [row] = await database.realtime.query<{ copies: string[] }>(
    'select copy_attachments($1::int, $2::uuid, $3::bigint, $4::uuid, $5::uuid[], $6::timestamptz) as copies',
    [userId, fromChatId, seq, toChatId, ids, new Date(now)],
  );
  return row?.copies ?? [];
}

/** Gives up an upload that is in no message. @returns whether there was one */
export async function dropUpload(database: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await database.realtime
    .updateTable('attachments')
    .set({ state: attachmentState.deleted, touched_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .where('message_seq', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
