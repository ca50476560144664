import { invalid } from '../../kernel/errors.js';

/** The last message of a page. */
export interface MessageCursor {
  readonly at: Date;
  readonly chatId: string;
  readonly seq: number;
  /** The words were taken for misspelt: the next page is of the same words. */
  readonly alike: boolean;
}

/** The last chat, or person, of a page. */
export interface NameCursor {
  readonly at: Date;
  readonly id: string;
  readonly alike: boolean;
}

const MESSAGE = /^m([01])\.(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,15})$/;
const NAME = /^n([01])\.(\d{1,13})\.([0-9a-f-]{1,36})$/;

const encode = (text: string) => Buffer.from(text).toString('base64url');
const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString('latin1');
const refusal = () => invalid('cursor', 'is not one that an earlier page gave');

export function writeMessageCursor({ at, chatId, seq, alike }: MessageCursor): string {
  return encode(`m${Number(alike)}.${at.getTime()}.${chatId}.${seq}`);
}

/** @throws CommandError `invalid_payload` for anything but what `writeMessageCursor` wrote */
export function readMessageCursor(cursor: string): MessageCursor {
  const [, alike, at, chatId, seq] = MESSAGE.exec(decode(cursor)) ?? [];
  if (at === undefined || chatId === undefined || seq === undefined) throw refusal();
  return { at: new Date(Number(at)), chatId, seq: Number(seq), alike: alike === '1' };
}

export function writeNameCursor({ at, id, alike }: NameCursor): string {
  return encode(`n${Number(alike)}.${at.getTime()}.${id}`);
}

/**
 * @param form what an id looks like here
 * @throws CommandError `invalid_payload` for anything but what `writeNameCursor` wrote
 */
export function readNameCursor(cursor: string, form: RegExp): NameCursor {
  const [, alike, at, id] = NAME.exec(decode(cursor)) ?? [];
  if (at === undefined || id === undefined || !form.test(id)) throw refusal();
  return { at: new Date(Number(at)), id, alike: alike === '1' };
}
