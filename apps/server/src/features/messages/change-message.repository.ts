import type { Message } from '@stm-chat/protocol';
import { PINS_MAX, REACTIONS_MAX } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { AppendMore } from './append-types.js';
import { type RecordRow, type StoredPreview, toRecord } from './message-record.js';
import type { MessageKey } from './messages.api.js';
import { toWire } from './messages.mapper.js';

/** Why nothing was written; `same`: it was so already. The functions of `migrations/functions/change_a_message.sql`. */
export type ChangeOutcome =
  | 'done'
  | 'same'
  | 'no_chat'
  | 'no_message'
  | 'not_mine'
  | 'system'
  | 'no_voice'
  | 'empty'
  | 'deleted'
  | 'chat_closed'
  | 'blocked'
  | 'disputed'
  | 'offer'
  | 'too_late'
  | 'too_many'
  | 'rate_limited';

/** The message that somebody wants to change. */
export interface ChangeRequest {
  readonly chatId: string;
  readonly messageId: string;
  readonly actorId: number;
  /** The actor has spent its limit: refused, unless nothing changes. */
  readonly overLimit: boolean;
}

export interface MessageChange {
  readonly outcome: ChangeOutcome;
  /** The members as the writing statement saw them. */
  readonly memberIds: readonly number[];
  /** In the order of their revisions; for `same` the message as it is, for a refusal none. */
  readonly messages: readonly Message[];
}

interface ChangeRow extends RecordRow {
  readonly outcome: ChangeOutcome;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  readonly lsm_id: number | null;
}

/** @param windowSeconds how long after sending it may be done */
export function editMessage(
  database: Database,
  request: ChangeRequest,
  text: string,
  more: AppendMore | null,
  windowSeconds: number,
) {
  const { chatId, actorId, messageId, overLimit } = request;
  const call = 'edit_message($1::uuid, $2::int, $3::uuid, $4::text, $5::int, $6::boolean, $7::jsonb)';
  const json = more === null ? null : JSON.stringify(more);
  return change(database, 'messages_edit', call, [chatId, actorId, messageId, text, windowSeconds, overLimit, json]);
}

/** @param windowSeconds how long after sending it may be done */
export function deleteMessage(database: Database, request: ChangeRequest, windowSeconds: number) {
  const { chatId, actorId, messageId, overLimit } = request;
  const call = 'delete_message($1::uuid, $2::int, $3::uuid, $4::int, $5::boolean)';
  return change(database, 'messages_delete', call, [chatId, actorId, messageId, windowSeconds, overLimit]);
}

export function pinMessage(database: Database, request: ChangeRequest, pinned: boolean) {
  const { chatId, actorId, messageId, overLimit } = request;
  const call = 'pin_message($1::uuid, $2::int, $3::uuid, $4::boolean, $5::int, $6::boolean)';
  return change(database, 'messages_pin', call, [chatId, actorId, messageId, pinned, PINS_MAX, overLimit]);
}

export function removePreview(database: Database, { chatId, actorId, messageId, overLimit }: ChangeRequest) {
  const call = 'remove_link_preview($1::uuid, $2::int, $3::uuid, $4::boolean)';
  return change(database, 'messages_remove_preview', call, [chatId, actorId, messageId, overLimit]);
}

export function setPreview(database: Database, { chatId, seq }: MessageKey, preview: StoredPreview) {
  const call = 'set_link_preview($1::uuid, $2::bigint, $3::jsonb)';
  return change(database, 'messages_set_preview', call, [chatId, seq, JSON.stringify(preview)]);
}

export function markPlayed(database: Database, { chatId, actorId, messageId, overLimit }: ChangeRequest) {
  const call = 'mark_played($1::uuid, $2::int, $3::uuid, $4::boolean)';
  return change(database, 'messages_mark_played', call, [chatId, actorId, messageId, overLimit]);
}

/** A message that `remove_message` took away, with those that quote it: what there is to tell. */
export function readRemoval(database: Database, chatId: string, messageId: string) {
  return change(database, 'messages_told_removal', 'told_removal($1::uuid, $2::uuid)', [chatId, messageId]);
}

/** What is older than that of a chat, oldest first and at most so many: taken away for good. `same`: nothing is left. */
export function expireMessages(
  database: Database,
  { chatId, olderThan, most }: { readonly chatId: string; readonly olderThan: Date; readonly most: number },
) {
  const call = 'expire_messages($1::uuid, $2::timestamptz, $3::int)';
  return change(database, 'messages_expire', call, [chatId, olderThan, most]);
}

/** Of the chats after this one: the last that was looked at, and those that have something older than that. */
export async function chatsToExpire(
  database: Database,
  { after, olderThan, most }: { readonly after: string; readonly olderThan: Date; readonly most: number },
): Promise<{ readonly last: string | null; readonly due: readonly string[] }> {
  const [row] = await database.realtime.query<{ last: string | null; due: string[] }>(
    'select last, due from chats_to_expire($1::uuid, $2::timestamptz, $3::int)',
    [after, olderThan, most],
  );
  return row ?? { last: null, due: [] };
}

export function reactToMessage(database: Database, request: ChangeRequest, emoji: string, active: boolean) {
  const { chatId, actorId, messageId, overLimit } = request;
  const call = 'react_to_message($1::uuid, $2::int, $3::uuid, $4::text, $5::boolean, $6::int, $7::boolean)';
  const values = [chatId, actorId, messageId, emoji, active, REACTIONS_MAX, overLimit];
  return change(database, 'messages_react', call, values);
}

async function change(database: Database, name: string, call: string, values: unknown[]): Promise<MessageChange> {
  const rows = await database.realtime.prepared<ChangeRow>(
    name,
    `select t.outcome, t.customer_id, t.provider_id, t.lsm_id, (t.record).* from ${call} t`,
    values,
  );
  const [first] = rows;
  if (first === undefined) throw new Error(`${call} gave no row`);
  return {
    outcome: first.outcome,
    memberIds: [first.customer_id, first.provider_id, first.lsm_id].filter((id) => id !== null),
    messages: rows.filter(({ seq }) => seq !== null).map((row) => toWire(toRecord(row))),
  };
}
