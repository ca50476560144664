import { eventsOf } from '../history/history.js';
import { stalenessOf } from '../invariants/time.js';
import type { InvariantName } from '../invariants/violation.js';
import { isFault } from '../round/schedule.js';
import type { SeededResult } from '../round/seeded-round.js';

/** What a run did and found, over all its rounds. */
export interface Tally {
  rounds: number;
  operations: Record<string, number>;
  faults: Record<string, number>;
  events: number;
  sent: number;
  acked: number;
  refused: number;
  /** Deliveries of messages to devices, live. */
  seen: number;
  lost: number;
  /** Devices that did not show everything in the end, or had something left to send. */
  unsettled: number;
  doubled: number;
  reordered: number;
  leaked: number;
  broken: Partial<Record<InvariantName, number>>;
  /** Milliseconds until a message reached a device that had joined: undisturbed, and after healing. */
  worstLiveMs: number;
  worstHealedMs: number;
  failures: { readonly seed: number; readonly first: string; readonly steps: number; readonly shortest: number }[];
}

export function emptyTally(): Tally {
  return {
    rounds: 0,
    operations: {},
    faults: {},
    events: 0,
    sent: 0,
    acked: 0,
    refused: 0,
    seen: 0,
    lost: 0,
    unsettled: 0,
    doubled: 0,
    reordered: 0,
    leaked: 0,
    broken: {},
    worstLiveMs: 0,
    worstHealedMs: 0,
    failures: [],
  };
}

/** Adds a round. */
export function addRound(tally: Tally, { seed, result, steps, failure }: SeededResult): void {
  const { history, violations, faults } = result;
  tally.rounds += 1;
  for (const { name } of steps) if (!isFault(name)) raise(tally.operations, name, 1);
  for (const [name, count] of Object.entries(faults)) raise(tally.faults, name, count);
  tally.events += history.length;
  tally.sent += eventsOf(history, 'send').length;
  tally.acked += new Set(eventsOf(history, 'ack').map(({ clientId }) => clientId)).size;
  tally.refused += eventsOf(history, 'refused').length;
  tally.seen += eventsOf(history, 'see').length;
  const count = (...names: InvariantName[]) => violations.filter(({ invariant }) => names.includes(invariant)).length;
  tally.lost += count('I1');
  tally.unsettled += count('I9');
  tally.doubled += count('I3');
  tally.reordered += count('I4', 'I5', 'I6', 'I7', 'I8');
  tally.leaked += count('I10', 'I2');
  for (const { invariant } of violations) tally.broken[invariant] = (tally.broken[invariant] ?? 0) + 1;
  for (const { ms, disturbed } of stalenessOf(history)) {
    if (disturbed) tally.worstHealedMs = Math.max(tally.worstHealedMs, Math.round(ms));
    else tally.worstLiveMs = Math.max(tally.worstLiveMs, Math.round(ms));
  }
  if (failure !== null)
    tally.failures.push({ seed, first: failure.first, steps: steps.length, shortest: failure.steps.length });
}

function raise(counts: Record<string, number>, name: string, by: number): void {
  counts[name] = (counts[name] ?? 0) + by;
}
