import { Global, Module } from '@nestjs/common';
import { MarkDelivered } from './mark-delivered.js';
import { MarkRead } from './mark-read.js';
import { ReceiptMarks } from './receipt-marks.js';
import { RECEIPTS } from './receipts.api.js';

/**
 * Owns `receipts`: how far each member has read and received each chat.
 *
 * Invariants: a mark never moves back and never past the end of the chat; what was read was delivered; only a member has
 * one; what did not move is told to nobody. Receipts move no `revision`.
 * Locks: rows of `receipts`, in the order of (chat, user), for one statement; never a chat (`migrations/functions/move_receipts.sql`).
 */
@Global()
@Module({
  providers: [ReceiptMarks, { provide: RECEIPTS, useExisting: ReceiptMarks }, MarkRead, MarkDelivered],
  exports: [RECEIPTS],
})
export class ReceiptsModule {}
