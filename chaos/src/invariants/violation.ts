import type { HistoryEvent } from '../history/history.js';

export const INVARIANTS = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I8',
  'I9',
  'I10',
  'I11',
  'I12',
  'I13',
  'I14',
  'I15',
  'I16',
  'P13',
] as const;

export type InvariantName = (typeof INVARIANTS)[number];

/** What must not be, with the event of the history that shows it. */
export interface Violation {
  readonly invariant: InvariantName;
  readonly says: string;
  readonly event: HistoryEvent;
}

export function violation(invariant: InvariantName, event: HistoryEvent, says: string): Violation {
  return { invariant, says, event };
}
