import { z } from 'zod';
import { contract } from '../contract.js';
import { lineField, textField, timeField } from '../fields.js';
import { CANNED_TITLE_MAX } from '../limits.js';

const textId = z.guid('must be a UUID').toLowerCase();
const scope = z.enum(['mine', 'region']).describe('mine alone, or of every LSM of my region');

export const cannedTextSchema = z
  .object({
    id: z.guid(),
    scope,
    title: z.string(),
    text: z.string().describe('`{name}` in it is a variable, which the client fills in'),
    changed_at: timeField,
    changed_by: z.string().describe('the name of who wrote it last'),
  })
  .meta({ id: 'CannedText' });

export const listCannedTexts = contract('list_canned_texts', {
  summary: 'For an LSM: its own prepared texts, and those of its region, by title.',
  input: z.strictObject({}),
  output: z.object({ texts: z.array(cannedTextSchema) }),
  errors: ['forbidden'],
});

export const putCannedText = contract('put_canned_text', {
  summary: 'Writes a prepared text under an id that the client made; again with the same id changes it.',
  input: z.strictObject({ textId, scope, title: lineField(CANNED_TITLE_MAX), text: textField }),
  output: cannedTextSchema,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const deleteCannedText = contract('delete_canned_text', {
  summary: 'Takes a prepared text away; again changes nothing.',
  input: z.strictObject({ textId }),
  output: z.void(),
  errors: ['forbidden'],
});

export type CannedTextEntry = z.output<typeof cannedTextSchema>;
