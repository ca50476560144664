import fc from 'fast-check';

/** What people and devices do. The number of each says how often it comes beside the others. */
export const OPERATIONS = {
  send: 14,
  sendMany: 3,
  sendOnTwoWays: 4,
  sendBad: 2,
  edit: 3,
  remove: 3,
  react: 2,
  markRead: 5,
  markDelivered: 3,
  typing: 3,
  read: 3,
  drop: 3,
  reload: 2,
  move: 2,
  takeOut: 1,
  close: 1,
  reopen: 2,
} as const;

/** What goes wrong. */
export const FAULTS = {
  killNode: 4,
  pauseNode: 4,
  drainNode: 2,
  killPostgres: 1,
  pausePostgres: 2,
  delayEdge: 2,
  blackholeEdge: 3,
  resetEdge: 3,
  throttleEdge: 2,
  cutEdge: 3,
  delayDatabase: 2,
  blackholeDatabase: 2,
  resetDatabase: 3,
  cutDatabase: 3,
  killPooler: 1,
  pausePooler: 1,
  killRedis: 1,
  pauseRedis: 2,
  delayRedis: 2,
  blackholeRedis: 2,
  resetRedis: 2,
} as const;

export type OperationName = keyof typeof OPERATIONS;
export type FaultName = keyof typeof FAULTS;

/** One line of a schedule; what the numbers mean is up to the step (they are taken modulo what there is). */
export interface Step {
  readonly name: OperationName | FaultName;
  readonly who: number;
  readonly chat: number;
  readonly n: number;
  /** Milliseconds to the next step. */
  readonly wait: number;
}

export const isFault = (name: string): name is FaultName => name in FAULTS;

/** @param faults of these only, or of none */
function stepArbitrary(faults: readonly FaultName[]): fc.Arbitrary<Step> {
  const weighted = (names: Readonly<Record<string, number>>, share: number) => {
    const total = Object.values(names).reduce((sum, weight) => sum + weight, 0);
    return Object.entries(names).map(([name, weight]) => ({
      weight: Math.max(1, Math.round((weight / total) * share)),
      arbitrary: fc.constant(name as Step['name']),
    }));
  };
  const chosen = Object.fromEntries(faults.map((name) => [name, FAULTS[name]]));
  return fc.record({
    name: fc.oneof(...weighted(OPERATIONS, 900), ...weighted(chosen, 100)),
    who: fc.nat({ max: 59 }),
    chat: fc.nat({ max: 11 }),
    n: fc.nat({ max: 999 }),
    wait: fc.nat({ max: 60 }),
  });
}

/** Schedules of half to all of so many steps. */
export function scheduleArbitrary(faults: readonly FaultName[], steps: number): fc.Arbitrary<Step[]> {
  // Without bias: numbers near the edges mean nothing here.
  return fc.noBias(fc.array(stepArbitrary(faults), { minLength: Math.ceil(steps / 2), maxLength: steps, size: 'max' }));
}
