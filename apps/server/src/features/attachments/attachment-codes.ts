/** Numbers that stand in `attachments` (migrations/0080). They are stored: never renumber, only add. */
export const attachmentState = { uploading: 0, processing: 1, ready: 2, refused: 3, deleted: 4 } as const;
export const attachmentKind = { image: 0, audio: 1, document: 2 } as const;
