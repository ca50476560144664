import type { News } from '../../kernel/news.js';

/** How far a member has read and received a chat. */
export interface Receipt {
  readonly chatId: string;
  readonly userId: number;
  readonly readSeq: number;
  /** When that mark moved last; null: never. */
  readonly readAt: Date | null;
  readonly deliveredSeq: number;
}

/** A receipt that moved through this server. */
export interface ReceiptMoved extends Receipt {
  readonly readMoved: boolean;
  readonly deliveredMoved: boolean;
  /** The members as the writing statement saw them. */
  readonly memberIds: readonly number[];
}

export interface Receipts {
  /** Told after commit and publication. */
  readonly moved: News<ReceiptMoved>;
}

export const RECEIPTS = Symbol('Receipts');
