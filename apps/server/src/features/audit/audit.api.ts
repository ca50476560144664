import type { Actor } from '../../kernel/actor.js';

/** What somebody did who may do more than others. */
export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  /** A user, or 0 for the host platform and the operator. */
  readonly actor: number;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly sealed: boolean;
}

/** What concerns one person, or quotes what was written: looking at it is written down like a deed. */
export type Look = 'read_report' | 'read_sessions' | 'read_deliveries';

export interface Audit {
  /**
   * Writes down that somebody is about to look at something: before it is given.
   * @param target what, such as `user:7`
   * @throws CommandError `unavailable`: then nothing may be answered
   */
  noteLook(actor: Actor, look: Look, target: string): Promise<void>;
  /** Latest first. @param before the number of the last entry of the page before; null: the first page */
  list(before: number | null, limit: number): Promise<AuditEntry[]>;
}

export const AUDIT = Symbol('Audit');
