import { describe, expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { TypingStates } from './typing-states.js';

const LIMIT = { burst: 1, amount: 1, perMs: 2000 };

function world(limit: typeof LIMIT | null = LIMIT) {
  const clock = testClock();
  const told: [string, number, boolean, number][] = [];
  const states = new TypingStates(clock, limit, (chatId, userId, isTyping) =>
    told.push([chatId, userId, isTyping, clock.now()]),
  );
  return { clock, told, states };
}

describe('typing', () => {
  it('[TY2] ends by itself 5 s after the last true, also after one that was not told', () => {
    const { clock, told, states } = world();
    states.started('c', 1);
    clock.advance(1500);
    states.started('c', 1);
    clock.advance(10_000);
    expect(told).toEqual([
      ['c', 1, true, 0],
      ['c', 1, false, 6500],
    ]);
  });

  it('[TY4] tells one true per 2 s and chat, whatever comes between; false always passes', () => {
    const { clock, told, states } = world();
    for (let ms = 0; ms < 4000; ms += 500) {
      states.started('c', 1);
      states.stopped('c', 1);
      clock.advance(500);
    }
    expect(told.filter(([, , isTyping]) => isTyping).map(([, , , at]) => at)).toEqual([0, 2000]);
    expect(told.filter(([, , isTyping]) => !isTyping)).toHaveLength(8);
  });

  it('[TY4] counts each chat and each user apart, and nothing at all without a limit', () => {
    const { told, states } = world();
    states.started('c', 1);
    states.started('d', 1);
    states.started('c', 2);
    expect(told).toHaveLength(3);
    const free = world(null);
    free.states.started('c', 1);
    free.states.started('c', 1);
    expect(free.told).toHaveLength(2);
  });

  it('[TY3] ends once, and only when it was shown', () => {
    const { clock, told, states } = world();
    expect(states.ended('c', 1)).toBe(false);
    states.started('c', 1);
    expect(states.ended('c', 1)).toBe(true);
    expect(states.ended('c', 1)).toBe(false);
    clock.advance(60_000);
    expect(told.map(([, , isTyping]) => isTyping)).toEqual([true, false]);
  });

  it('ends for everybody in a chat', () => {
    const { told, states } = world();
    states.started('c', 1);
    states.started('c', 2);
    states.started('d', 1);
    states.endedAll('c');
    expect(told.filter(([, , isTyping]) => !isTyping).map(([chatId, userId]) => [chatId, userId])).toEqual([
      ['c', 1],
      ['c', 2],
    ]);
  });
});
