import { invalid } from '../../kernel/errors.js';

/** The last user of a page. */
export interface UsersCursor {
  readonly at: Date;
  readonly id: number;
}

const FORM = /^1\.(\d{1,13})\.(\d{1,10})$/;

export function writeUsersCursor({ at, id }: UsersCursor): string {
  return Buffer.from(`1.${at.getTime()}.${id}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeUsersCursor` wrote */
export function readUsersCursor(cursor: string): UsersCursor {
  const [, at, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || id === undefined || Number(id) > 2_147_483_647) {
    throw invalid('cursor', 'is not one that an earlier page gave');
  }
  return { at: new Date(Number(at)), id: Number(id) };
}
