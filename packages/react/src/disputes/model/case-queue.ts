import type { Dispute } from '@stm-chat/protocol';
import { isRunning, nextDeadline } from '@stm-chat/client/disputes';

export type QueueView = 'waiting' | 'mine' | 'ended';

export interface QueueQuery {
  readonly view: QueueView;
  /** Null: every region. */
  readonly region: string | null;
  readonly words: string;
  readonly order: 'deadline' | 'age';
  /** Only those whose deadline has passed. */
  readonly overdue: boolean;
}

/** Which view a case belongs to, for one LSM; undefined when it is a colleague's. */
export function viewOf(dispute: Dispute, meId: number | null): QueueView | undefined {
  if (dispute.status === 'open') return 'waiting';
  if (dispute.lsm_id !== meId) return undefined;
  return isRunning(dispute) ? 'mine' : 'ended';
}

export function isOverdue(dispute: Dispute, now: number): boolean {
  const deadline = nextDeadline(dispute);
  return deadline !== null && Date.parse(deadline) < now;
}

export interface QueueContext {
  readonly meId: number | null;
  readonly now: number;
  /** Everything of a case that words are looked for in. */
  readonly textOf: (dispute: Dispute) => string;
}

/** The cases of one view, as they are asked for. */
export function filterCases(
  disputes: readonly Dispute[],
  query: QueueQuery,
  { meId, now, textOf }: QueueContext,
): readonly Dispute[] {
  const words = query.words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const found = disputes.filter(
    (dispute) =>
      viewOf(dispute, meId) === query.view &&
      (query.region === null || dispute.region === query.region) &&
      (!query.overdue || isOverdue(dispute, now)) &&
      words.every((word) => textOf(dispute).toLocaleLowerCase().includes(word)),
  );
  return query.view === 'ended' ? found : found.sort(query.order === 'age' ? byAge : byDeadline);
}

/** The regions that occur, for the filter; in the order of their names. */
export function regionsOf(disputes: readonly Dispute[]): string[] {
  return [...new Set(disputes.map(({ region }) => region).filter((region) => region !== null))].sort((a, b) =>
    a.localeCompare(b),
  );
}

function byAge(a: Dispute, b: Dispute): number {
  return Date.parse(a.opened_at) - Date.parse(b.opened_at);
}

function byDeadline(a: Dispute, b: Dispute): number {
  const [first, second] = [nextDeadline(a), nextDeadline(b)];
  if (first === second) return byAge(a, b);
  if (first === null) return 1;
  return second === null ? -1 : Date.parse(first) - Date.parse(second);
}
