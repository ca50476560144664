import { describe, expect, it } from 'vitest';
import { silentLogger } from '../ops/pino-logger.js';
import { testClock } from '../testing/test-clock.js';
import { Rounds } from './rounds.js';

/** Rounds whose work ends when the test says so. */
function setUp(most = 10) {
  const clock = testClock();
  const done: (readonly string[])[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const work = (items: readonly string[]) => {
    done.push(items);
    return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  };
  const rounds = new Rounds<string>({ clock, logger: silentLogger, what: 'the work', most, work });
  const end = async (failure?: Error) => {
    const { resolve, reject } = ends.shift() ?? { resolve: () => undefined, reject: () => undefined };
    if (failure === undefined) resolve();
    else reject(failure);
    await new Promise((turn) => {
      setImmediate(turn);
    });
  };
  return { clock, done, rounds, end };
}

describe('rounds', () => {
  it('begin at once, and what comes meanwhile is the next one, the last item of each key', async () => {
    const { done, rounds, end } = setUp();
    rounds.add('a', 'a1');
    rounds.add('a', 'a2');
    rounds.add('b', 'b1');
    rounds.add('a', 'a3');
    expect(done).toEqual([['a1']]);
    await end();
    expect(done).toEqual([['a1'], ['b1', 'a3']]);
    await end();
    rounds.add('c', 'c1');
    expect(done.at(-1)).toEqual(['c1']);
  });

  it('have at most so many items', async () => {
    const { done, rounds, end } = setUp(2);
    for (const key of ['a', 'b', 'c', 'd']) rounds.add(key, key);
    await end();
    await end();
    expect(done).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('that fail are repeated after a second, with what came since in the place of the older', async () => {
    const { clock, done, rounds, end } = setUp();
    rounds.add('a', 'a1');
    rounds.add('b', 'b1');
    await end();
    await end(new Error('away'));
    rounds.add('b', 'b2');
    rounds.add('c', 'c1');
    expect(done).toHaveLength(2);
    clock.advance(1000);
    expect(done.at(-1)).toEqual(['b2', 'c1']);
  });

  it('end with the one that is under way', async () => {
    const { done, rounds, end } = setUp();
    rounds.add('a', 'a1');
    rounds.add('b', 'b1');
    let stopped = false;
    const stopping = rounds.stop().then(() => {
      stopped = true;
    });
    expect(stopped).toBe(false);
    await end();
    await stopping;
    rounds.add('c', 'c1');
    expect(done).toEqual([['a1']]);
  });
});
