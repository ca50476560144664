import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOff } from './back-off.js';
import { nextConnection, STABLE_MS, type ConnectionEvent, type ConnectionState } from './connection-state.js';

const play = (...events: ConnectionEvent[]) =>
  events.reduce<ConnectionState>((state, event) => nextConnection(state, event), { status: 'idle' });

const lost = (at: number): ConnectionEvent => ({ type: 'lost', at, reason: 'server', retryAt: at + 1 });

describe('the state of the connection', () => {
  test('counts failed attempts until a connection was good', () => {
    const failed = play({ type: 'start', at: 0 }, lost(1), { type: 'start', at: 2 });
    expect(failed).toMatchObject({ status: 'connecting', attempt: 2 });
    const opened = nextConnection(failed, { type: 'opened', at: 3 });
    expect(nextConnection(opened, lost(4))).toMatchObject({ status: 'waiting', attempt: 2 });
    expect(nextConnection(opened, lost(3 + STABLE_MS))).toMatchObject({ status: 'waiting', attempt: 0 });
  });

  test('late news of an attempt that is over changes nothing', () => {
    const ended = play({ type: 'start', at: 0 }, { type: 'ended', reason: 'displaced' });
    expect(nextConnection(ended, { type: 'opened', at: 1 })).toBe(ended);
    expect(nextConnection(ended, lost(1))).toBe(ended);
  });
});

test('waiting grows up to 30 s, and is spread over at least half of it', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 60 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const wait = backOff(failures, () => random);
        const ceiling = Math.min(30_000, 1000 * 2 ** Math.min(failures, 10));
        expect(wait).toBeLessThanOrEqual(ceiling);
        if (failures > 0) expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
      },
    ),
  );
});
