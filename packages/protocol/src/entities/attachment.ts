import { z } from 'zod';
import { attachmentIdField } from '../fields.js';

/** A file of a message. `width` and `height` are known before anything is loaded; a voice message has `duration_ms`. */
export const attachmentSchema = z
  .object({
    id: attachmentIdField,
    name: z.string(),
    type: z.string().describe('media type, by what the file holds and not by its name'),
    size: z.int().min(0).describe('bytes of what is served'),
    width: z.int().min(1).optional(),
    height: z.int().min(1).optional(),
    duration_ms: z.int().min(0).optional(),
    peaks: z.array(z.int().min(0).max(100)).optional().describe('how loud it is, from start to end'),
    placeholder: z.string().optional().describe('a ThumbHash in base64: what to show while the image loads'),
  })
  .meta({ id: 'Attachment' });

export const refusalReasonSchema = z.enum([
  'type_mismatch',
  'unreadable',
  'unsupported',
  'too_many_pixels',
  'too_large',
  'executable',
  'infected',
]);

/** How far an upload is. Only one that is `ready` can be sent; one that was `refused` is gone. */
export const uploadSchema = z
  .object({
    id: attachmentIdField,
    state: z.enum(['uploading', 'processing', 'ready', 'refused']),
    received: z.int().min(0).describe('bytes that are stored'),
    length: z.int().min(0).describe('bytes in all'),
    attachment: attachmentSchema.nullable().describe('once it is ready'),
    reason: refusalReasonSchema.nullable().describe('once it is refused'),
  })
  .meta({ id: 'Upload' });

export const attachmentLinkSchema = z
  .object({
    id: attachmentIdField,
    url: z.string().describe('path and query on this server; add `download=1` to save instead of to show'),
    thumbnail_url: z.string().nullable().describe('of an image'),
    expires_at: z.iso.datetime({ precision: 3 }),
  })
  .meta({ id: 'AttachmentLink' });

export type Attachment = z.output<typeof attachmentSchema>;
export type AttachmentLink = z.output<typeof attachmentLinkSchema>;
export type RefusalReason = z.output<typeof refusalReasonSchema>;
export type Upload = z.output<typeof uploadSchema>;
