import type { MessageItem } from '@stm-chat/client';
import type { Message } from '@stm-chat/protocol';
import { dayKey } from '../text/formats.js';
import { countsAsUnread } from './people.js';

/** Consecutive messages of one sender within this time share one name and avatar. */
const GROUP_WITHIN_MS = 5 * 60_000;

/** One line of a conversation. A list of rows is flat, so that it can be shown whole or virtualised. */
export type MessageRow =
  | { readonly kind: 'day'; readonly key: string; readonly iso: string }
  | { readonly kind: 'unread'; readonly key: 'unread' }
  | { readonly kind: 'system'; readonly key: string; readonly message: Message }
  | {
      readonly kind: 'message';
      /** Stays the same when an outgoing message becomes a stored one, so that its bubble does too. */
      readonly key: string;
      readonly item: MessageItem;
      readonly own: boolean;
      /** First and last of its group: the first carries the name, the last the tail. */
      readonly first: boolean;
      readonly last: boolean;
    };

export interface RowOptions {
  readonly meId: number | null;
  /** The unread divider stands before the first message of others after this `seq`; null: there is none. */
  readonly dividerAfter: number | null;
}

interface Sender {
  readonly id: number | null;
  readonly role: string;
  readonly at: number;
}

/** Lays a conversation out: day separators, the unread divider, groups. Pure; the items come in reading order. */
export function buildRows(items: readonly MessageItem[], { meId, dividerAfter }: RowOptions): MessageRow[] {
  const rows: MessageRow[] = [];
  let day = '';
  let previous: Sender | null = null;
  const oldest = items.find((item) => item.kind === 'message');
  // While the messages just before the divider are not loaded, nobody can say where it belongs.
  let divided = dividerAfter === null || oldest === undefined || oldest.message.seq > dividerAfter + 1;

  for (const item of items) {
    const iso = timeOf(item);
    const { day: itemDay } = momentOf(item);
    if (itemDay !== day) {
      day = itemDay;
      previous = null;
      rows.push({ kind: 'day', key: `day:${itemDay}`, iso });
    }
    if (!divided && item.kind === 'message' && item.message.seq > dividerAfter! && countsAsUnread(item.message, meId)) {
      divided = true;
      previous = null;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    if (item.kind === 'message' && item.message.sender_type === 'system') {
      previous = null;
      rows.push({ kind: 'system', key: keyOf(item, meId), message: item.message });
      continue;
    }
    const sender = senderOf(item, meId);
    const first = previous === null || !sameGroup(previous, sender);
    if (!first) closePrevious(rows);
    rows.push({ kind: 'message', key: keyOf(item, meId), item, own: isOwn(item, meId), first, last: true });
    previous = sender;
  }
  return rows;
}

/** The row before now has a successor in its group. */
function closePrevious(rows: MessageRow[]): void {
  const row = rows.at(-1);
  if (row?.kind === 'message') rows[rows.length - 1] = { ...row, last: false };
}

function sameGroup(previous: Sender, next: Sender): boolean {
  return previous.id === next.id && previous.role === next.role && Math.abs(next.at - previous.at) <= GROUP_WITHIN_MS;
}

function senderOf(item: MessageItem, meId: number | null): Sender {
  const { at } = momentOf(item);
  if (item.kind === 'outgoing') return { id: meId, role: 'own', at };
  const own = isOwn(item, meId);
  return { id: item.message.sender_id, role: own ? 'own' : item.message.sender_type, at };
}

interface Moment {
  readonly day: string;
  readonly at: number;
}

/** Remembered: reading dates of 10,000 messages anew with every one that comes would be felt. */
const moments = new WeakMap<MessageItem, Moment>();

function momentOf(item: MessageItem): Moment {
  const known = moments.get(item);
  if (known !== undefined) return known;
  const iso = timeOf(item);
  const moment = { day: dayKey(iso), at: Date.parse(iso) };
  moments.set(item, moment);
  return moment;
}

export function timeOf(item: MessageItem): string {
  return item.kind === 'outgoing' ? item.createdAt : item.message.created_at;
}

function isOwn(item: MessageItem, meId: number | null): boolean {
  return item.kind === 'outgoing' || item.message.sender_id === meId;
}

function keyOf(item: MessageItem, meId: number | null): string {
  if (item.kind === 'outgoing') return `own:${item.clientId}`;
  const { client_id, id, sender_id } = item.message;
  return sender_id === meId && client_id !== null ? `own:${client_id}` : id;
}

/** The highest `seq` among the items; 0 when none is stored yet. */
export function lastSeq(items: readonly MessageItem[]): number {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item?.kind === 'message') return item.message.seq;
  }
  return 0;
}

/** The stored message with this `seq`, if it is among the items: stored ones come first, in their order. */
export function messageAt(items: readonly MessageItem[], seq: number): Message | undefined {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const item = items[middle];
    if (item?.kind === 'message' && item.message.seq < seq) from = middle + 1;
    else to = middle;
  }
  const found = items[from];
  return found?.kind === 'message' && found.message.seq === seq ? found.message : undefined;
}

/** The first row that shows `seq` or, where that is gone, what follows it. Undefined when it is not among the rows. */
export function rowOfSeq(rows: readonly MessageRow[], seq: number): MessageRow | undefined {
  return rows.find((row) => seqOf(row) >= seq);
}

/** The stored `seq` of a row; 0 for separators and for what is on its way. */
function seqOf(row: MessageRow | undefined): number {
  if (row?.kind === 'system') return row.message.seq;
  return row?.kind === 'message' && row.item.kind === 'message' ? row.item.message.seq : 0;
}

/** The highest `seq` among the rows up to `index`: what has been seen when that row has. */
export function seenSeq(rows: readonly MessageRow[], index: number): number {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at--) {
    const seq = seqOf(rows[at]);
    if (seq > 0) return seq;
  }
  return 0;
}

/** The new rows, with the old object wherever nothing changed: what is shown then need not be drawn again. */
export function reuseRows(previous: readonly MessageRow[], next: readonly MessageRow[]): readonly MessageRow[] {
  const known = new Map(previous.map((row) => [row.key, row]));
  const rows = next.map((row) => {
    const old = known.get(row.key);
    return old !== undefined && sameRow(old, row) ? old : row;
  });
  return rows.length === previous.length && rows.every((row, index) => row === previous[index]) ? previous : rows;
}

function sameRow(a: MessageRow, b: MessageRow): boolean {
  if (a.kind === 'message' && b.kind === 'message') {
    return a.item === b.item && a.first === b.first && a.last === b.last && a.own === b.own;
  }
  if (a.kind === 'system' && b.kind === 'system') return a.message === b.message;
  if (a.kind === 'day' && b.kind === 'day') return a.iso === b.iso;
  return a.kind === b.kind;
}

/** The day that the row at `index` belongs to, as a time on it; empty before the first message. */
export function dayOfRow(rows: readonly MessageRow[], index: number): string {
  for (let at = index; at < rows.length; at++) {
    const row = rows[at];
    if (row?.kind === 'day') return row.iso;
    if (row?.kind === 'message') return timeOf(row.item);
    if (row?.kind === 'system') return row.message.created_at;
  }
  return '';
}
