import { invalid } from '../../kernel/errors.js';

/**
 * Where a page of the list ended. Chats are listed as they were at `asOf`, when the first page was read: one that has
 * activity between two pages would otherwise jump from a page that is still to come to one that was already given.
 */
export interface PageCursor {
  /** When the last chat of the page had its last activity, as of then. */
  readonly at: Date;
  readonly chatId: string;
  readonly asOf: Date;
}

const FORM = /^1\.(\d{1,13})\.(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ at, chatId, asOf }: PageCursor): string {
  return Buffer.from(`1.${at.getTime()}.${asOf.getTime()}.${chatId}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeCursor` wrote */
export function readCursor(cursor: string): PageCursor {
  const [, at, asOf, chatId] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || asOf === undefined || chatId === undefined) {
    throw invalid('cursor', 'is not one that an earlier page gave');
  }
  return { at: new Date(Number(at)), chatId, asOf: new Date(Number(asOf)) };
}
