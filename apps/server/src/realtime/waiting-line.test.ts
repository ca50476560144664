import { describe, expect, it } from 'vitest';
import type { Rate } from '../kernel/limiter.js';
import { testClock } from '../testing/test-clock.js';
import { WaitingLine } from './waiting-line.js';

const second = (amount: number): Rate => ({ burst: amount, amount, perMs: 1000 });

function begin(rate: Rate | null, longestWaitMs: number | null = 6000) {
  const clock = testClock();
  let isClosed = false;
  const line = new WaitingLine({ rate, longestWaitMs, isClosed: () => isClosed, clock });
  const entered: { readonly number: number; readonly at: number }[] = [];
  const away: number[] = [];
  let come = 0;
  const arrive = (address = 'a') => {
    const number = come++;
    const arrival = {
      address,
      enter: () => void entered.push({ number, at: clock.now() }),
      turnAway: () => void away.push(number),
    };
    return { arrival, isIn: line.join(arrival) };
  };
  return { clock, line, entered, away, arrive, close: () => void (isClosed = true) };
}

describe('[LI5] a line before the door', () => {
  it('lets the burst in at twenty a turn and the others in their order, as fast as the rate says', () => {
    const { clock, line, entered, arrive } = begin(second(100));
    for (let n = 0; n < 400; n += 1) expect(arrive().isIn).toBe(true);
    expect(entered).toHaveLength(20);
    clock.advance(80);
    expect(entered).toHaveLength(100);
    clock.advance(920);
    expect(entered).toHaveLength(200);
    clock.advance(2000);
    expect(entered.map(({ number }) => number)).toEqual(Array.from({ length: 400 }, (_, n) => n));
    expect(line.size).toBe(0);
  });

  it('has room for who waits no longer than that, and does nothing with anybody else', () => {
    const { clock, line, entered, away, arrive } = begin(second(10), 2000);
    const came = Array.from({ length: 40 }, () => arrive().isIn);
    expect(came.filter((isIn) => !isIn)).toHaveLength(13);
    expect(line.size).toBe(17);
    clock.advance(60_000);
    expect(entered).toHaveLength(27);
    expect(Math.max(...entered.map(({ at }) => at))).toBeLessThanOrEqual(2000);
    expect(away).toEqual([]);
  });

  it('without waiting refuses what is beyond the rate; without a rate refuses nobody', () => {
    const none = begin(second(10), null);
    expect(Array.from({ length: 12 }, () => none.arrive().isIn).filter(Boolean)).toHaveLength(10);
    const free = begin(null);
    for (let n = 0; n < 5000; n += 1) expect(free.arrive().isIn).toBe(true);
    expect(free.entered).toHaveLength(5000);
  });

  it('moves at a rate of less than one in a turn', () => {
    const { clock, entered, arrive } = begin({ burst: 1, amount: 1, perMs: 1000 });
    for (let n = 0; n < 3; n += 1) arrive();
    clock.advance(999);
    expect(entered).toHaveLength(1);
    clock.advance(1100);
    expect(entered).toHaveLength(3);
  });

  it('forgets who leaves, and gives its turn to the next', () => {
    const { clock, line, entered, arrive } = begin(second(10));
    for (let n = 0; n < 10; n += 1) arrive();
    const [first, other] = [arrive('b'), arrive('b')];
    arrive('c');
    expect([line.from('b'), line.from('c')]).toEqual([2, 1]);
    for (const { arrival } of [first, other, first]) line.leave(arrival);
    expect([line.from('b'), line.from('c'), line.size]).toEqual([0, 1, 1]);
    clock.advance(120);
    expect(entered.at(-1)).toMatchObject({ number: 12 });
  });

  it('who comes while others wait does not pass them', () => {
    const { clock, entered, arrive } = begin(second(10));
    for (let n = 0; n < 15; n += 1) arrive();
    clock.advance(110);
    arrive();
    clock.advance(2000);
    expect(entered.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, n) => n));
  });

  it('turns all away that wait when nobody may come in any more', () => {
    const { clock, line, away, arrive, close } = begin(second(10));
    for (let n = 0; n < 30; n += 1) arrive();
    close();
    clock.advance(20);
    expect(away).toHaveLength(20);
    expect(line.size).toBe(0);
  });

  it('after a stall does not make up for all of it at once', () => {
    let now = 0;
    let turn = (): void => undefined;
    const after = (_: number, action: () => void) => ((turn = action), () => undefined);
    const options = { rate: second(1000), longestWaitMs: 6000, isClosed: () => false };
    const line = new WaitingLine({ ...options, clock: { now: () => now, after } });
    let entered = 0;
    for (let n = 0; n < 3000; n += 1)
      line.join({ address: 'a', enter: () => (entered += 1), turnAway: () => undefined });
    expect(entered).toBe(40);
    now += 1000;
    turn();
    expect(entered).toBe(80);
    now += 20;
    turn();
    expect(entered).toBe(120);
  });

  /** A process whose turns come late: each takes so long, in milliseconds. */
  function busy(rate: Rate, turnMs: () => number, longestWaitMs = 6000) {
    let now = 0;
    let turn: (() => void) | null = null;
    const after = (_: number, action: () => void) => ((turn = action), () => undefined);
    const line = new WaitingLine({ rate, longestWaitMs, isClosed: () => false, clock: { now: () => now, after } });
    const waited: number[] = [];
    const away: number[] = [];
    const arrive = (): boolean => {
      const cameAt = now;
      const [enter, turnAway] = [() => void waited.push(now - cameAt), () => void away.push(now - cameAt)];
      return line.join({ address: 'a', enter, turnAway });
    };
    const advance = (ms: number): void => {
      for (const end = now + ms; now < end;) {
        now += turnMs();
        const next = turn;
        turn = null;
        next?.();
      }
    };
    return { line, waited, away, arrive, advance };
  }

  it('[LI11] of a late process lets few in: at turns of half a second forty a second of five hundred, and never none', () => {
    const { waited, arrive, advance } = busy(second(500), () => 500);
    for (let n = 0; n < 2000; n += 1) arrive();
    const before = waited.length;
    advance(5000);
    expect(waited.length - before).toBe(10 * 20);
  });

  it('lets wait only who will come in at the pace at which it moves, and says so to the others', () => {
    const { line, waited, away, arrive, advance } = busy(second(500), () => 100);
    while (arrive());
    advance(6100);
    const turnedAway = away.length;
    while (arrive());
    expect(line.size).toBeLessThan(6 * 200);
    expect(line.size).toBeGreaterThan(6 * 150);
    const told = Array.from({ length: 200 }, () => line.promiseRoomMs());
    expect(told.at(-1)).toBeGreaterThan(900);
    advance(20_000);
    expect(line.size).toBe(0);
    expect(Math.max(...waited)).toBeLessThanOrEqual(6000);
    // Those who came while it was thought to be fast waited in vain; nobody who came later does.
    expect(away).toHaveLength(turnedAway);
  });

  it('turns nobody away later than it said, however slow it becomes, and forgets that it was slow', () => {
    let ms = 20;
    const { line, waited, away, arrive, advance } = busy(second(500), () => ms);
    for (let n = 0; n < 2500; n += 1) arrive();
    ms = 1000;
    advance(8000);
    expect(away.length).toBeGreaterThan(2000);
    expect(Math.max(...away, ...waited)).toBeLessThanOrEqual(7000);
    ms = 20;
    advance(2000);
    let room = 0;
    while (arrive()) room += 1;
    expect(room).toBeGreaterThan(2500);
    expect(line.promiseRoomMs()).toBe(2);
  });
});

describe('[LI5] who is refused is told when there is room', () => {
  it('one after the other, at the rate at which they are let in', () => {
    const { clock, line } = begin(second(500));
    const told = Array.from({ length: 1000 }, () => line.promiseRoomMs());
    expect([told[0], told[499], told[999]]).toEqual([2, 1000, 2000]);
    clock.advance(1000);
    expect(line.promiseRoomMs()).toBe(1002);
    clock.advance(60_000);
    expect(line.promiseRoomMs()).toBe(2);
  });

  it('nobody for longer than half a minute, and a crowd spread over all of it', () => {
    const { line } = begin(second(10));
    const told = Array.from({ length: 900 }, () => line.promiseRoomMs());
    expect(Math.max(...told)).toBe(30_000);
    const perSecond = Array.from({ length: 30 }, (_, n) => told.filter((ms) => Math.ceil(ms / 1000) === n + 1).length);
    expect(perSecond.every((length) => length >= 29 && length <= 31)).toBe(true);
  });

  it('asking without a promise moves nothing', () => {
    const { line } = begin(second(10));
    expect([line.roomInMs(), line.roomInMs(), line.promiseRoomMs(), line.promiseRoomMs()]).toEqual([
      100, 100, 100, 200,
    ]);
  });

  it('a crowd that takes twenty seconds is in after little more, however many are refused', () => {
    const { clock, line, entered, arrive } = begin(second(50));
    let refused = 0;
    const come = (): void => {
      if (arrive().isIn) return;
      refused += 1;
      clock.after(Math.ceil(line.promiseRoomMs() / 1000) * 1000 + ((refused * 37) % 1000), come);
    };
    for (let n = 0; n < 1000; n += 1) clock.after((n * 791) % 1000, come);
    clock.advance(21_500);
    expect(entered).toHaveLength(1000);
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1000);
  });
});
