import type { Attachment, RefusalReason, Upload } from '@stm-chat/protocol';
import { attachmentState } from './attachment-codes.js';
import type { AttachmentRow } from './attachments.queries.js';

const states = ['uploading', 'processing', 'ready', 'refused', 'refused'] as const;

export function toUpload(row: AttachmentRow): Upload {
  return {
    id: row.id,
    state: states[row.state],
    received: row.received,
    length: row.length,
    attachment: row.state === attachmentState.ready ? toAttachment(row) : null,
    reason: row.state === attachmentState.refused ? (row.refusal as RefusalReason | null) : null,
  };
}

/** As `attachment_wire` (migrations/functions/attachments.sql) writes it into a message. */
function toAttachment(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    name: row.name,
    type: row.type ?? 'application/octet-stream',
    size: row.size ?? row.length,
    ...(row.width === null ? {} : { width: row.width }),
    ...(row.height === null ? {} : { height: row.height }),
    ...(row.duration_ms === null ? {} : { duration_ms: row.duration_ms }),
    ...(row.peaks === null ? {} : { peaks: row.peaks }),
    ...(row.placeholder === null ? {} : { placeholder: row.placeholder }),
  };
}
