import { z } from 'zod';
import { contract } from '../contract.js';
import { attachmentLinkSchema, uploadSchema } from '../entities/attachment.js';
import { attachmentIdField } from '../fields.js';
import { LINKS_MAX } from '../limits.js';

export const getUpload = contract('get_upload', {
  summary: 'How far an upload of mine is: what was received is looked at before it can be sent.',
  input: z.strictObject({ attachmentId: attachmentIdField }),
  output: uploadSchema,
  errors: ['not_found'],
});

export const linkAttachments = contract('link_attachments', {
  summary: 'Addresses under which I, and nobody else, can load these files for some minutes; others are left out.',
  input: z.strictObject({ attachment_ids: z.array(attachmentIdField).min(1).max(LINKS_MAX) }),
  output: z.array(attachmentLinkSchema),
  errors: [],
});
