import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DisputeState, type Effect, nextCheck, opened, type Step, takeStep } from './disputes.rules.js';

const DEADLINES = { answerMs: 1000, settleMs: 7000 };
const CUSTOMER = 1;
const LSMS = [11, 12, 13];
const OFFERS = ['a', 'b', 'c'];

/** Everything that anybody may try, in any order: the machine itself has to refuse what must not be. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), lsmId: fc.constantFrom(...LSMS) }),
  fc.constant({ kind: 'release' as const }),
  fc.record({ kind: fc.constant('hand_over' as const), to: fc.constantFrom(...LSMS) }),
  fc.record({
    kind: fc.constant('resolve' as const),
    outcome: fc.constantFrom('x', 'y'),
    note: fc.constantFrom(null, 'n'),
  }),
  fc.constant({ kind: 'withdraw' as const }),
  fc.record({
    kind: fc.constant('offer' as const),
    offerId: fc.constantFrom(...OFFERS),
    by: fc.constantFrom('customer', 'provider', 'lsm'),
  }),
  fc.record({
    kind: fc.constant('accept' as const),
    offerId: fc.constantFrom(...OFFERS),
    by: fc.constantFrom('customer', 'provider'),
    outcome: fc.constant('terms'),
  }),
  fc.record({
    kind: fc.constant('decline' as const),
    offerId: fc.constantFrom(...OFFERS),
    by: fc.constantFrom('customer', 'provider'),
  }),
  fc.constant({ kind: 'vacated' as const }),
  fc.record({ kind: fc.constant('time' as const), lastWordAt: fc.constant(null) }),
);
/** A step, and how long nothing happened before it. */
const moves = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 3000 })), { maxLength: 40 });

interface World {
  state: DisputeState;
  /** Who has the seat, as the effects say. */
  seat: number | null;
  /** Who still reads, as the effects say. */
  reader: number | null;
  ends: number;
  now: number;
}

const ended = (state: DisputeState) => state.status === 'resolved' || state.status === 'withdrawn';

function begin(): World {
  return { state: opened(CUSTOMER, 0, DEADLINES), seat: null, reader: null, ends: 0, now: 0 };
}

/** Lets one step act on the world, and holds it to what must always be so. */
function act(world: World, taken: Step, after: number): void {
  world.now += after;
  const before = world.state;
  const outcome = takeStep(before, taken, world.now, DEADLINES);
  if (outcome.kind !== 'moved') return;
  expect(ended(before)).toBe(false);
  for (const effect of outcome.effects) apply(world, effect);
  world.state = outcome.state;
  if (ended(outcome.state)) world.ends++;
  holdsTrue(world);
}

function apply(world: World, effect: Effect): void {
  if (effect.kind === 'vacate') {
    expect(world.seat).not.toBeNull();
    world.reader = effect.keepsReading ? world.seat : null;
    world.seat = null;
  }
  if (effect.kind === 'seat') {
    expect(world.seat).toBeNull();
    world.seat = effect.lsmId;
  }
}

function holdsTrue({ state, seat, reader, ends, now }: World): void {
  expect(ends).toBe(ended(state) ? 1 : 0);
  switch (state.status) {
    case 'open':
      expect([seat, reader]).toEqual([null, null]);
      expect(state.answerBy).not.toBeNull();
      break;
    case 'assigned':
      expect(seat).toBe(state.lsmId);
      expect(reader).toBeNull();
      break;
    case 'resolved':
    case 'withdrawn':
      expect(seat).toBeNull();
      expect(reader).toBe(state.lsmId);
  }
  // Time is waited for as long as somebody has the case, or something is still to be told; and not after the end.
  const check = nextCheck(state, now, DEADLINES);
  if (ended(state)) expect(check).toBeNull();
  if (state.status === 'assigned') expect(check).not.toBeNull();
}

describe('the state machine of a dispute', () => {
  it('[DS4] in all interleavings there is one LSM at a time, one outcome at most, and nothing changes after the end', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const world = begin();
        for (const [taken, after] of all) act(world, taken, after);
        expect(world.ends).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3000 },
    );
  });

  it('[DS4] from every state that can be reached there is a way to the end: the LSM decides, the parties agree, the opener withdraws', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom('decide', 'agree', 'withdraw'), (all, way) => {
        const world = begin();
        for (const [taken, after] of all) act(world, taken, after);
        if (ended(world.state)) return;
        const wayOut: Step[] =
          way === 'decide'
            ? [
                { kind: 'join', lsmId: 11 },
                { kind: 'resolve', outcome: 'x', note: null },
              ]
            : way === 'withdraw'
              ? [{ kind: 'withdraw' }]
              : [
                  { kind: 'offer', offerId: 'z', by: 'customer' },
                  { kind: 'accept', offerId: 'z', by: 'provider', outcome: 'terms' },
                ];
        for (const taken of wayOut) act(world, taken, 1);
        expect(ended(world.state)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('[DS14] left alone, an assigned case always comes back to the queue, and its looking at itself never spins', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const world = begin();
        for (const [taken, after] of all) act(world, taken, after);
        let looks = 0;
        let returned = world.state.status !== 'assigned';
        while (!ended(world.state) && looks < 60) {
          const at = nextCheck(world.state, world.now, DEADLINES);
          if (at === null || at > world.now + 100_000) break;
          act(world, { kind: 'time', lastWordAt: null }, at - world.now);
          returned ||= world.state.status === 'open';
          looks++;
        }
        expect(returned || ended(world.state)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('[DS14] every deadline is told once, the missed one instead of the reminder when both are late', () => {
    const state = opened(CUSTOMER, 0, DEADLINES);
    const told: string[] = [];
    let current: DisputeState = state;
    for (const now of [0, 700, 750, 800, 999, 1000, 1500]) {
      const outcome = takeStep(current, { kind: 'time', lastWordAt: null }, now, DEADLINES);
      if (outcome.kind !== 'moved') continue;
      current = outcome.state;
      for (const effect of outcome.effects) if (effect.kind === 'remind') told.push(`${now} ${effect.reminder}`);
    }
    expect(told).toEqual(['750 answer_due', '1000 answer_missed']);
    const late = takeStep(state, { kind: 'time', lastWordAt: null }, 8000, DEADLINES);
    expect(late.kind === 'moved' && late.effects).toEqual([{ kind: 'remind', reminder: 'settle_missed' }]);
  });

  it('[DS24] what nobody takes is told of one, two and four answer times after its deadline; then it is only waited for the settlement', () => {
    const told: string[] = [];
    let current: DisputeState = opened(CUSTOMER, 0, DEADLINES);
    for (let now = 0, looks = 0; looks < 30; looks++) {
      const at = nextCheck(current, now, DEADLINES);
      if (at === null) break;
      now = at;
      const outcome = takeStep(current, { kind: 'time', lastWordAt: null }, now, DEADLINES);
      if (outcome.kind !== 'moved') throw new Error(`nothing to do at ${now}`);
      current = outcome.state;
      for (const effect of outcome.effects)
        if (effect.kind === 'remind')
          told.push([now, effect.reminder, ...(effect.again ? [effect.again] : [])].join(' '));
    }
    expect(told).toEqual([
      '750 answer_due',
      '1000 answer_missed',
      '2000 unclaimed 1',
      '3000 unclaimed 2',
      '5000 unclaimed 3',
      '5250 settle_due',
      '7000 settle_missed',
    ]);
    expect(nextCheck(current, 7000, DEADLINES)).toBeNull();
  });

  it('[DS24] a server that was away tells of it once, and a case that comes back to the queue begins anew', () => {
    let current: DisputeState = opened(CUSTOMER, 0, DEADLINES);
    const after = (step: Step, now: number) => {
      const outcome = takeStep(current, step, now, DEADLINES);
      if (outcome.kind !== 'moved') return outcome.kind;
      current = outcome.state;
      return outcome.effects.flatMap((effect) => (effect.kind === 'remind' ? [[effect.reminder, effect.again]] : []));
    };
    const time: Step = { kind: 'time', lastWordAt: null };
    expect(after(time, 4000)).toEqual([['answer_missed', undefined]]);
    expect(after(time, 4000)).toEqual([['unclaimed', 2]]);
    expect(after(time, 4000)).toBe('same');
    expect(after(time, 5000)).toEqual([['unclaimed', 3]]);
    after({ kind: 'join', lsmId: 11 }, 5100);
    after({ kind: 'release' }, 5200);
    expect(after(time, 6200)).toEqual([['answer_missed', undefined]]);
  });

  it('[DS3] of two who join, whichever comes first, the second is refused and the first one repeated is the same', () => {
    const first = takeStep(opened(CUSTOMER, 0, DEADLINES), { kind: 'join', lsmId: 11 }, 5, DEADLINES);
    if (first.kind !== 'moved') throw new Error('the first one was refused');
    expect(takeStep(first.state, { kind: 'join', lsmId: 12 }, 6, DEADLINES)).toEqual({ kind: 'refused', why: 'taken' });
    expect(takeStep(first.state, { kind: 'join', lsmId: 11 }, 6, DEADLINES)).toEqual({ kind: 'same' });
  });

  it('[ST3] whoever repeats the step that ended a dispute gets its success; any other end is refused', () => {
    const joined = takeStep(opened(CUSTOMER, 0, DEADLINES), { kind: 'join', lsmId: 11 }, 5, DEADLINES);
    if (joined.kind !== 'moved') throw new Error('joining was refused');
    const resolve: Step = { kind: 'resolve', outcome: 'x', note: null };
    const resolved = takeStep(joined.state, resolve, 6, DEADLINES);
    if (resolved.kind !== 'moved') throw new Error('resolving was refused');
    expect(takeStep(resolved.state, resolve, 7, DEADLINES)).toEqual({ kind: 'same' });
    for (const other of [{ ...resolve, outcome: 'y' }, { kind: 'withdraw' } as const]) {
      expect(takeStep(resolved.state, other, 7, DEADLINES)).toEqual({ kind: 'refused', why: 'ended' });
    }
  });
});
