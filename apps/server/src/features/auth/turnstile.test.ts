import { expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';

/** Work that ends when told to. */
function openWork() {
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (n: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(n);
      ends[n] = (error) => (error === undefined ? resolve(n) : reject(error));
    });
  return { begun, ends, work };
}

it('runs a few at once and the others in their order, also after a failure', async () => {
  const { begun, ends, work } = openWork();
  const turnstile = new Turnstile(2, 10);
  const all = [0, 1, 2, 3].map((n) => turnstile.pass(work(n)));
  expect(begun).toEqual([0, 1]);
  ends[1]?.(new Error('no'));
  await expect(all[1]).rejects.toThrow('no');
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  ends[0]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all([all[0], all[2], all[3]])).toEqual([0, 2, 3]);
});

it('refuses when too many wait, and has room again later', async () => {
  const { ends, work } = openWork();
  const turnstile = new Turnstile(1, 1);
  const [first, second] = [turnstile.pass(work(0)), turnstile.pass(work(1))];
  await expect(turnstile.pass(work(2))).rejects.toMatchObject({ code: 'unavailable' });
  ends[0]?.();
  await first;
  await expect.poll(() => ends[1]).toBeDefined();
  const third = turnstile.pass(work(3));
  ends[1]?.();
  await second;
  await expect.poll(() => ends[3]).toBeDefined();
  ends[3]?.();
  expect(await third).toBe(3);
});
