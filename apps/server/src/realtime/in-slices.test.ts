import { expect, it } from 'vitest';
import { InSlices } from './in-slices.js';

const turn = () => new Promise((resume) => setImmediate(resume));

it('does so many in a turn, in order, and what comes meanwhile after them', async () => {
  const slices = new InSlices(3);
  const done: number[] = [];
  const add = (number: number) => slices.add(() => void done.push(number));
  for (let number = 0; number < 7; number += 1) add(number);
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual([0, 1, 2]);
  add(7);
  await turn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  await turn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  add(8);
  await turn();
  expect(done.at(-1)).toBe(8);
});

it('goes on when work brings more work', async () => {
  const slices = new InSlices(1);
  const done: string[] = [];
  slices.add(() => {
    done.push('first');
    slices.add(() => void done.push('second'));
  });
  await turn();
  await turn();
  expect(done).toEqual(['first', 'second']);
});
