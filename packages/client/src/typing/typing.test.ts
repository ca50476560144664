import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { TypingSignal } from './typing-signal.js';
import { TypingWatch } from './typing-watch.js';

/** A device whose clock is put back in the middle; its timers know nothing of that. */
function wrongClock() {
  const clock = new FakeClock();
  let back = 0;
  return {
    clock: { now: () => clock.now() - back, after: clock.after },
    advance: clock.advance.bind(clock),
    putBack: (ms: number) => void (back += ms),
  };
}

const HOUR = 3_600_000;

describe('who is writing', () => {
  test('is forgotten by itself, one after the other', async () => {
    const { clock, advance } = wrongClock();
    const watch = new TypingWatch(clock);
    watch.hear({ chatId: 'a', userId: 1, isTyping: true });
    await advance(3000);
    watch.hear({ chatId: 'a', userId: 2, isTyping: true });
    await advance(3000);
    expect(Object.keys(watch.state.get()['a'] ?? {})).toEqual(['2']);
    await advance(3000);
    expect(watch.state.get()).toEqual({});
  });

  test('is forgotten in time though the clock was put back', async () => {
    const { clock, advance, putBack } = wrongClock();
    const watch = new TypingWatch(clock);
    watch.hear({ chatId: 'a', userId: 1, isTyping: true });
    putBack(HOUR);
    await advance(7000);
    expect(watch.state.get()).toEqual({});
    watch.hear({ chatId: 'a', userId: 1, isTyping: true });
    putBack(HOUR);
    watch.hear({ chatId: 'b', userId: 2, isTyping: true });
    await advance(7000);
    expect(watch.state.get()).toEqual({});
  });
});

describe('that I am writing', () => {
  test('is said on the first key, again while I go on, and at the end', async () => {
    const { clock, advance } = wrongClock();
    const sent: boolean[] = [];
    const signal = new TypingSignal(clock, (isTyping) => sent.push(isTyping));
    for (let second = 0; second < 7; second++) {
      signal.set(true);
      await advance(1000);
    }
    signal.set(false);
    signal.set(false);
    expect(sent).toEqual([true, true, true, false]);
  });

  test('is said again though the clock was put back', async () => {
    const { clock, advance, putBack } = wrongClock();
    const sent: boolean[] = [];
    const signal = new TypingSignal(clock, (isTyping) => sent.push(isTyping));
    signal.set(true);
    putBack(HOUR);
    await advance(4000);
    signal.set(true);
    expect(sent).toEqual([true, true]);
  });
});
