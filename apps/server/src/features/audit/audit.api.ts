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

export interface Audit {
  /** Latest first. @param before the number of the last entry of the page before; null: the first page */
  list(before: number | null, limit: number): Promise<AuditEntry[]>;
}

export const AUDIT = Symbol('Audit');
