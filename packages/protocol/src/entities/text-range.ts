import { z } from 'zod';

const range = { start: z.int().min(0), length: z.int().min(1) };

/** A part of a text, in UTF-16 code units, as JavaScript, Java and Swift's `utf16` count. */
export const textRangeSchema = z.object(range).meta({ id: 'TextRange' });

/** Where in a message's text somebody is meant. What stands there is what the sender saw: show the present name instead. */
export const mentionSchema = z.strictObject({ userId: z.int().min(1), ...range }).meta({ id: 'Mention' });

/** What a content rule put a mask over. */
export const maskedPartSchema = z
  .object({ kind: z.enum(['phone', 'email', 'link', 'handle']), ...range })
  .meta({ id: 'MaskedPart' });

export type TextRange = z.output<typeof textRangeSchema>;
export type Mention = z.output<typeof mentionSchema>;
export type MaskedPart = z.output<typeof maskedPartSchema>;
