import type { Attachment } from '@stm-chat/protocol';
import { messageTypeCode, messageTypeOf, senderTypeOf } from '../../database/codes.js';
import { uuidArray } from '../../database/uuid-array.js';
import type { AppendOutcome } from './append-types.js';
import type { MessageMore, MessageRecord } from './message-record.js';
import { replyOf } from './message-record.js';
import type { PendingAppend } from './pending-append.js';

/** A statement with its values, for whichever connection carries it. */
export interface Statement {
  /** Stands for the text. */
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** A batch as the database is asked to append it. */
export interface AppendStatement extends Statement {
  /** Of each row: where the lists of seats in the answer have its chat. */
  readonly seatsOf: readonly number[];
}

/** What `append_batch` gives back: one row of arrays, in the order of the batch but for the seats. */
export interface BatchRow extends Record<string, unknown> {
  readonly status: readonly number[];
  readonly seq: readonly (number | null)[];
  readonly revision: readonly (number | null)[];
  readonly sender_type: readonly (number | null)[];
  /** The seats: see `seatsOf`. */
  readonly customer_id: readonly (number | null)[];
  readonly provider_id: readonly (number | null)[];
  readonly lsm_id: readonly (number | null)[];
  /** Null when no row replies to anything. */
  readonly reply_seq: readonly (number | null)[] | null;
  readonly reply_sender: readonly (number | null)[] | null;
  readonly reply_preview: readonly (string | null)[] | null;
  /** JSON, as on the wire. */
  readonly reply_image: readonly (string | null)[] | null;
  readonly at_ms: number;
  /** These three only when some row of the batch has attachments. */
  readonly message_type?: readonly number[] | null;
  /** JSON, as on the wire. */
  readonly attachments?: readonly (string | null)[] | null;
  readonly bad_file?: readonly (number | null)[] | null;
  /** What was stored; only when some row has more than a text. */
  readonly body?: readonly string[];
  /** JSON, as on the wire. */
  readonly extra?: readonly (string | null)[];
}

/** What became of one row. */
export type RowResult =
  | { readonly kind: 'appended'; readonly message: MessageRecord; readonly recipients: readonly number[] }
  /** There before, under this seq. `mine`: an earlier try of this very row, whose answer was lost. */
  | { readonly kind: 'known'; readonly seq: number; readonly mine: boolean; readonly recipients: readonly number[] }
  /** Its chat is locked elsewhere. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly outcome: Refusal }
  /** Not stored, or nobody knows (`unreachable`). */
  | { readonly kind: 'failed'; readonly error: unknown; readonly unreachable: boolean };

type Refusal = Exclude<AppendOutcome, { readonly status: 'appended' | 'repeated' }>;

// Only of a batch in which something is quoted; `append_batch` returns it itself.
const REPLY_IMAGE = 'case when reply_seq is not null then quoted_images($4, reply_seq) end as reply_image';

const APPEND = `select status, seq, revision, sender_type, customer_id, provider_id, lsm_id,
  reply_seq, reply_sender, reply_preview, reply_image, at_ms
  from append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, true, $13)`;

const APPEND_WITH_ATTACHMENTS = `select status, seq, revision, sender_type, customer_id, provider_id, lsm_id,
  reply_seq, reply_sender, reply_preview, ${REPLY_IMAGE}, at_ms, message_type, attachments, bad_file
  from append_with_attachments($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, true)`;

const APPEND_WITH_MORE = `select status, seq, revision, sender_type, customer_id, provider_id, lsm_id,
  reply_seq, reply_sender, reply_preview, ${REPLY_IMAGE}, at_ms, message_type, attachments, bad_file, body, extra
  from append_with_more($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, true)`;

export interface AppendOptions {
  /** Whether to wait for chats that are locked elsewhere, instead of skipping them. */
  readonly wait: boolean;
  /**
   * Whether some row may well be a repeat: it is then cheaper to look for repeats before anything is written. Of no effect on
   * a batch with files or more than texts.
   */
  readonly look: boolean;
  /**
   * Whether it waits behind another statement of its connection. When that is lost, PostgreSQL may not notice until the
   * other is done, and then run this one too, after it was sent again elsewhere; a row without a key would be there twice.
   */
  readonly behind: boolean;
}

/** The statement that appends these rows, in this order. */
export function appendStatement(
  rows: readonly PendingAppend[],
  { wait, look, behind }: AppendOptions,
): AppendStatement {
  const ofRows = rows.map(({ request }) => request.chatId);
  const chats = [...new Set(ofRows)].toSorted();
  const again = rows.some(({ sentBefore, clientKey }) => sentBefore || (behind && clientKey === null));
  const limited = rows.map(({ request }) => request.overLimit);
  const row = [
    uuidArray(rows.map(({ id }) => id)),
    array(rows.map(({ request }) => request.senderId)),
    array(rows.map(({ request }) => messageTypeCode[request.messageType])),
    ifAny(
      texts,
      rows.map(({ clientText }) => clientText),
    ),
    uuidArray(rows.map(({ clientKey }) => clientKey)),
    texts(rows.map(({ request }) => request.text)),
    ifAny(
      uuidArray,
      rows.map(({ request }) => request.replyTo),
    ),
  ];

  const withFiles = rows.some(({ files }) => files !== null);
  const withMore = rows.some(({ more }) => more !== null);
  if (withFiles || withMore) {
    const files = withFiles ? texts(rows.map((one) => one.files)) : null;
    const values = [uuidArray(chats), wait, again, uuidArray(ofRows), ...row, array(limited), files];
    const seatsOf = [...rows.keys()];
    if (!withMore) return { name: 'append_with_attachments', text: APPEND_WITH_ATTACHMENTS, values, seatsOf };
    values.push(texts(rows.map(({ more }) => more)));
    return { name: 'append_with_more', text: APPEND_WITH_MORE, values, seatsOf };
  }
  const places = new Map(chats.map((id, index) => [id, index]));
  const seatsOf = ofRows.map((id) => places.get(id) ?? Number.NaN);
  const values = [uuidArray(chats), wait, again, array(seatsOf.map((place) => place + 1)), ...row];
  const isLimited = limited.includes(true);
  values.push(isLimited ? array(limited) : null, look || isLimited);
  return { name: 'append_batch', text: APPEND, values, seatsOf };
}

/** Null instead of a list of nulls alone. */
function ifAny<T, L>(written: (values: readonly (T | null)[]) => L, values: readonly (T | null)[]): L | null {
  return values.every((value) => value === null) ? null : written(values);
}

/**
 * PostgreSQL's literal of an array. Written here because the driver's general one costs several times as much.
 * @param values nothing that needs quotes: numbers, booleans
 */
function array(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join()}}`;
}

/** The same of any text. */
function texts(values: readonly (string | null)[]): string {
  return array(values.map((value) => (value === null ? null : `"${escaped(value)}"`)));
}

function escaped(value: string): string {
  const plain = !value.includes('"') && !value.includes('\\');
  return plain ? value : value.replaceAll(/["\\]/g, String.raw`\$&`);
}

/** @throws when the answer does not fit the batch */
export function readResults(
  rows: readonly PendingAppend[],
  { seatsOf }: Pick<AppendStatement, 'seatsOf'>,
  answer: BatchRow,
): RowResult[] {
  if (answer.status.length !== rows.length) throw new Error('the append answered for another number of rows');
  const at = new Date(answer.at_ms);
  return rows.map((row, index) => resultOf(row, seatsOf[index] ?? Number.NaN, answer, index, at));
}

function resultOf(row: PendingAppend, seats: number, answer: BatchRow, index: number, at: Date): RowResult {
  const status = answer.status[index];
  switch (status) {
    case 0:
      return { kind: 'appended', message: recordOf(row, answer, index, at), recipients: recipientsOf(answer, seats) };
    case 1:
    case 6:
      return {
        kind: 'known',
        seq: given(answer.seq[index]),
        mine: status === 6,
        recipients: recipientsOf(answer, seats),
      };
    case 2:
      return refused({ status: 'not_found' });
    case 3:
      return refused({ status: 'chat_closed' });
    case 4:
      return refused({ status: 'rate_limited' });
    case 5:
      return refused({ status: 'reply_not_found' });
    case 7:
      return { kind: 'busy' };
    case 8:
      return refused({ status: 'bad_attachment', index: given(answer.bad_file?.[index]) });
    case 10:
      return refused({ status: 'blocked' });
    case 9:
      return refused({ status: 'wrong_type' });
    default:
      throw new Error(`the append answered ${String(status)}`);
  }
}

function refused(outcome: Refusal): RowResult {
  return { kind: 'refused', outcome };
}

function recordOf({ request, id }: PendingAppend, answer: BatchRow, index: number, at: Date): MessageRecord {
  const seq = given(answer.seq[index]);
  const type = answer.message_type?.[index];
  const files = answer.attachments?.[index] ?? null;
  return {
    chatId: request.chatId,
    seq,
    id: numberedId(id, seq),
    revision: given(answer.revision[index]),
    senderId: request.senderId,
    senderType: senderTypeOf(given(answer.sender_type[index])),
    messageType: type === undefined ? request.messageType : messageTypeOf(type),
    clientId: request.clientId,
    text: answer.body?.[index] ?? request.text,
    replyTo: replyOf(
      request.replyTo,
      answer.reply_seq?.[index] ?? null,
      answer.reply_sender?.[index] ?? null,
      answer.reply_preview?.[index] ?? null,
      imageOf(answer.reply_image?.[index]),
    ),
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    extra: null,
    attachments: files === null ? [] : (JSON.parse(files) as Attachment[]),
    more: moreOf(answer.extra?.[index]),
  };
}

/** As `numbered_id` in the database: the last 40 bits are the message's seq, so that it is found without an index. */
function numberedId(id: string, seq: number): string {
  return id.slice(0, 26) + seq.toString(16).padStart(10, '0');
}

function imageOf(image: string | null | undefined): Attachment | null {
  return image == null ? null : (JSON.parse(image) as Attachment);
}

function moreOf(extra: string | null | undefined): MessageMore | null {
  return extra == null ? null : (JSON.parse(extra) as MessageMore);
}

function recipientsOf(answer: BatchRow, seats: number): number[] {
  const ids: number[] = [];
  for (const seat of [answer.customer_id, answer.provider_id, answer.lsm_id]) {
    const id = seat[seats] ?? null;
    if (id !== null) ids.push(id);
  }
  return ids;
}

function given(value: number | null | undefined): number {
  if (value === null || value === undefined) throw new Error('the append left out a number');
  return value;
}
