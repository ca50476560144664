import { invalid } from '../../kernel/errors.js';
import type { ListPlace } from './disputes.queries.js';

const FORM = /^1\.(-?\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ rank, id }: ListPlace): string {
  return Buffer.from(`1.${rank}.${id}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeCursor` wrote */
export function readCursor(cursor: string): ListPlace {
  const [, rank, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (rank === undefined || id === undefined) throw invalid('cursor', 'is not one that an earlier page gave');
  return { rank: Number(rank), id };
}
