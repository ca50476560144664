import { invalid } from '../../kernel/errors.js';

/** The last delivery of a page. */
export interface PageCursor {
  readonly at: Date;
  readonly id: string;
}

const FORM = /^1\.(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ at, id }: PageCursor): string {
  return Buffer.from(`1.${at.getTime()}.${id}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeCursor` wrote */
export function readCursor(cursor: string): PageCursor {
  const [, at, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || id === undefined) throw invalid('cursor', 'is not one that an earlier page gave');
  return { at: new Date(Number(at)), id };
}
