import { describe, expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { ActivityThrottle } from './activity-throttle.js';

function throttled() {
  const clock = testClock();
  const fired: [string, number][] = [];
  const throttle = new ActivityThrottle(clock, 1000, (key) => fired.push([key, clock.now()]));
  return { clock, fired, throttle };
}

describe('the activity throttle', () => {
  it('fires at once, then once per period, and after the last touch', () => {
    const { clock, fired, throttle } = throttled();
    for (let ms = 0; ms < 2500; ms += 100) {
      throttle.touch('a');
      throttle.settle('a');
      clock.advance(100);
    }
    clock.advance(10_000);
    expect(fired).toEqual([
      ['a', 0],
      ['a', 1000],
      ['a', 2000],
      ['a', 3000],
    ]);
  });

  it('fires at once again after a quiet period', () => {
    const { clock, fired, throttle } = throttled();
    throttle.touch('a');
    throttle.settle('a');
    clock.advance(1000);
    throttle.touch('a');
    expect(fired).toEqual([
      ['a', 0],
      ['a', 1000],
    ]);
  });

  it('counts the period from when the work was done, and keeps what came meanwhile', () => {
    const { clock, fired, throttle } = throttled();
    throttle.touch('a');
    clock.advance(900);
    throttle.touch('a');
    clock.advance(5000);
    expect(fired).toEqual([['a', 0]]);
    throttle.settle('a');
    clock.advance(999);
    expect(fired).toHaveLength(1);
    clock.advance(1);
    expect(fired).toEqual([
      ['a', 0],
      ['a', 6900],
    ]);
  });

  it('keeps chats apart, and does nothing more once stopped', () => {
    const { clock, fired, throttle } = throttled();
    throttle.touch('a');
    throttle.touch('b');
    throttle.settle('a');
    throttle.touch('a');
    throttle.stop();
    clock.advance(10_000);
    expect(fired).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });
});
