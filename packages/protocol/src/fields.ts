import { z } from 'zod';
import {
  CLIENT_ID_MAX,
  DRAFT_MAX_CODE_POINTS,
  EMOJI_MAX_CODE_UNITS,
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
  TEXT_MAX_CODE_POINTS,
  USER_ID_MAX,
} from './limits.js';

/**
 * The fields that commands and entities are made of; each is parsed the same way wherever it occurs. `meta` tells the
 * documents what only a refinement checks: JSON Schema counts code points, as we do.
 */

export const chatIdField = z.guid('must be a UUID').toLowerCase();
export const attachmentIdField = z.guid('must be a UUID').toLowerCase();
export const messageIdField = z.guid('must be a UUID').toLowerCase();
/** An address that a person can be known by; compared without regard to case. */
export const emailField = z.email('must be an e-mail address').max(254, 'must have at most 254 characters');
export const userIdField = z.int().min(1).max(USER_ID_MAX);
export const roleField = z.enum(['customer', 'provider', 'lsm', 'admin']);
export const partyField = z.enum(['customer', 'provider', 'lsm']);
export const seqField = z.int().min(0);
export const revisionField = z.int().min(0);
/** Of a database, as `connected` and `tips` tell it. */
export const epochField = z.string().min(1).max(64).refine(isStorable, 'must not contain NUL or lone surrogates');
/** A language, as BCP 47 writes it. */
export const localeField = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i, 'must be a language such as es or pt-BR');
export const timeField = z.iso.datetime({ precision: 3 });

const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A moment with any offset; in years that the wire's own form of a time can name. */
export const momentField = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time' }).refine((time) => {
  const ms = Date.parse(time);
  return ms >= 0 && ms <= LAST_MOMENT_MS;
}, 'must be a time from 1970 to 9999');

/** True for text that PostgreSQL and JSON can both hold: no NUL, no lone surrogates. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The number of Unicode code points, which is what people and the contract count. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A single-line text of 1 to `max` code points, trimmed. */
export function lineField(max: number) {
  return z
    .string()
    .refine(isStorable, 'must not contain NUL or lone surrogates')
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1, 'must not be empty')
        .refine((text) => codePoints(text) <= max, `must have at most ${max} characters`),
    )
    .meta({ minLength: 1, maxLength: max });
}

/** A long text may be refused as `payload_too_large`: the runner reads the code from the params. */
function boundedText(max: number) {
  return z.string().refine((text) => text.length <= max || codePoints(text) <= max, {
    error: `must have at most ${max} characters`,
    params: { code: 'payload_too_large' },
  });
}

/** The text of a message: trimmed, not empty, 4,000 code points at most, anything but NUL and lone surrogates. */
export const textField = z
  .string()
  .refine(isStorable, 'must not contain NUL or lone surrogates')
  .transform((text) => text.trim())
  .pipe(boundedText(TEXT_MAX_CODE_POINTS).refine((text) => text.length > 0, 'must not be empty'))
  .meta({ minLength: 1, maxLength: TEXT_MAX_CODE_POINTS });

/** The text beside attachments: as a message's, and it may be empty. */
export const captionField = z
  .string()
  .refine(isStorable, 'must not contain NUL or lone surrogates')
  .transform((text) => text.trim())
  .pipe(boundedText(TEXT_MAX_CODE_POINTS))
  .meta({ maxLength: TEXT_MAX_CODE_POINTS });

export const draftField = z
  .string()
  .refine(isStorable, 'must not contain NUL or lone surrogates')
  .pipe(boundedText(DRAFT_MAX_CODE_POINTS))
  .meta({ maxLength: DRAFT_MAX_CODE_POINTS });

export const clientIdField = z
  .string()
  .min(1, 'must not be empty')
  .max(CLIENT_ID_MAX, `must have at most ${CLIENT_ID_MAX} characters`)
  .refine(isStorable, 'must not contain NUL or lone surrogates');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const EMOJI_START = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/**
 * One character, as people count, that begins like an emoji: any skin tone, flag or family, and not a word. The exact
 * property `RGI_Emoji` is not used, as engines take most of a second to compile it.
 */
function isOneEmoji(text: string): boolean {
  return EMOJI_START.test(text) && [...graphemes.segment(text)].length === 1;
}

/**
 * The one way in which an emoji is written: keyboards differ in the selector that asks for its picture, and a heart is a
 * heart. Characters that are text by default get it, all others lose it.
 */
function canonicalEmoji(text: string): string {
  return text
    .replaceAll(/[\uFE0E\uFE0F]/g, '')
    .replaceAll(/(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?!\p{Emoji_Modifier})/gu, '$&\uFE0F')
    .replace(/^[0-9#*](?=\u20E3)/u, '$&\uFE0F');
}

/** One emoji, of any skin tone or sequence, in its canonical writing; not a word. */
export const emojiField = z
  .string()
  .max(EMOJI_MAX_CODE_UNITS, 'must be one emoji')
  .refine(isOneEmoji, 'must be one emoji')
  .overwrite(canonicalEmoji);

/** A whole number that may come as a JSON number or, in a path or query, as its decimal string. */
export function decimal(min: number, max: number) {
  const why = `must be a whole number from ${min} to ${max}`;
  return z
    .union([z.number(), z.string().regex(/^-?\d{1,16}$/, why)], why)
    .transform(Number)
    .pipe(z.int(why).min(min, why).max(max, why));
}

export const userIdParam = decimal(1, USER_ID_MAX);
export const listLimitParam = decimal(1, LIST_LIMIT_MAX).default(LIST_LIMIT_DEFAULT);
/** Opaque: whatever `next` of the previous page said. */
export const cursorParam = z.string().min(1).max(300);
