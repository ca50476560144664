import { describe, expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { GRACE_MS, type PresenceChange, PresenceTracker } from './presence-tracker.js';

function setUp() {
  const clock = testClock(1000);
  const changes: PresenceChange[] = [];
  return { clock, changes, tracker: new PresenceTracker(clock, (change) => changes.push(change)) };
}

describe('presence', () => {
  it('[PS2] begins with the first device, and ends 10 s after the last one went, seen when it went', () => {
    const { clock, changes, tracker } = setUp();
    tracker.came(1);
    clock.advance(5000);
    tracker.went(1);
    clock.advance(GRACE_MS - 1);
    expect(tracker.isOnline(1)).toBe(true);
    expect(changes).toEqual([{ userId: 1, online: true, at: 1000, isOurs: true }]);
    clock.advance(1);
    expect(tracker.isOnline(1)).toBe(false);
    expect(changes.slice(1)).toEqual([{ userId: 1, online: false, at: 6000, isOurs: true }]);
  });

  it('[PS2] is silent about somebody who comes back in time, however often', () => {
    const { clock, changes, tracker } = setUp();
    tracker.came(1);
    for (let turn = 0; turn < 5; turn += 1) {
      tracker.went(1);
      clock.advance(GRACE_MS - 1);
      tracker.came(1);
      clock.advance(GRACE_MS - 1);
    }
    clock.advance(10 * GRACE_MS);
    expect(changes).toHaveLength(1);
    expect(tracker.isOnline(1)).toBe(true);
  });

  it('knows when everybody was last seen, and forgets who is offline', () => {
    const { clock, changes, tracker } = setUp();
    for (const userId of [1, 2, 3]) tracker.came(userId);
    tracker.went(3);
    clock.advance(GRACE_MS);
    tracker.went(2);
    clock.advance(500);
    expect(tracker.seen()).toEqual([
      { userId: 1, at: 11_500 },
      { userId: 2, at: 11_000 },
    ]);
    tracker.stop();
    clock.advance(10 * GRACE_MS);
    expect(changes).toHaveLength(4);
  });

  it('takes no notice of a device that goes twice, or never came', () => {
    const { clock, changes, tracker } = setUp();
    tracker.went(7);
    tracker.came(1);
    tracker.went(1);
    clock.advance(6000);
    tracker.went(1);
    clock.advance(4000);
    expect(changes.map(({ online }) => online)).toEqual([true, false]);
  });
});
