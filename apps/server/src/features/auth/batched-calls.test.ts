import { expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { BatchedCalls } from './batched-calls.js';

/** Answers when told to; remembers what it was asked. */
function slowSource() {
  const asked: number[][] = [];
  const answers: ((fail?: Error) => void)[] = [];
  const ask = (questions: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      asked.push([...questions]);
      answers.push((fail) => (fail === undefined ? resolve(questions.map((n) => n * 10)) : reject(fail)));
    });
  return { asked, answers, ask };
}

const limits = { batch: 3, atOnce: 1, waiting: 5 };

const turn = () => new Promise((resume) => setImmediate(resume));

it('asks for all of a turn when idle, and puts together what comes while it waits', async () => {
  const { asked, answers, ask } = slowSource();
  const calls = new BatchedCalls(ask, limits, testClock());
  const together = [6, 7].map((n) => calls.call(n));
  await turn();
  expect(asked).toEqual([[6, 7]]);
  answers.shift()?.();
  expect(await Promise.all(together)).toEqual([60, 70]);
  asked.length = 0;
  const first = calls.call(1);
  await turn();
  const others = [2, 3, 4, 5].map((n) => calls.call(n));
  expect(asked).toEqual([[1]]);
  answers[0]?.();
  expect(await first).toBe(10);
  await expect.poll(() => asked).toEqual([[1], [2, 3, 4]]);
  answers[1]?.();
  await expect.poll(() => asked.length).toBe(3);
  answers[2]?.();
  expect(await Promise.all(others)).toEqual([20, 30, 40, 50]);
});

it('asks for all who come until the end of the turn in which it is answered', async () => {
  const { asked, answers, ask } = slowSource();
  const calls = new BatchedCalls(ask, { ...limits, atOnce: 2 }, testClock());
  const first = calls.call(1);
  await turn();
  void calls.call(2);
  await turn();
  answers[0]?.();
  await first;
  void calls.call(3);
  expect(asked).toEqual([[1]]);
  await turn();
  expect(asked).toEqual([[1], [2, 3]]);
});

it('asks a second time beside a slow statement, if it may', async () => {
  const { asked, answers, ask } = slowSource();
  const clock = testClock();
  const calls = new BatchedCalls(ask, { ...limits, atOnce: 2 }, clock);
  void calls.call(1);
  await turn();
  void calls.call(2);
  clock.advance(99);
  await turn();
  expect(asked).toEqual([[1]]);
  clock.advance(1);
  await turn();
  expect(asked).toEqual([[1], [2]]);
  void calls.call(3);
  clock.advance(500);
  await turn();
  expect(asked).toEqual([[1], [2]]);
  answers[0]?.();
  await expect.poll(() => asked).toEqual([[1], [2], [3]]);
});

it('asks a second time meanwhile, if it may, what does not fit into one statement', async () => {
  const { asked, ask } = slowSource();
  const calls = new BatchedCalls(ask, { ...limits, atOnce: 2, waiting: 9 }, testClock());
  for (let n = 1; n <= 9; n += 1) void calls.call(n);
  await turn();
  await expect
    .poll(() => asked)
    .toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
});

it('tells a failure to those who asked, and goes on', async () => {
  const { answers, ask } = slowSource();
  const calls = new BatchedCalls(ask, limits, testClock());
  const first = calls.call(1);
  await turn();
  const second = calls.call(2);
  answers[0]?.(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.();
  expect(await second).toBe(20);
});

it('refuses at once when too many wait', async () => {
  const { ask } = slowSource();
  const calls = new BatchedCalls(ask, limits, testClock());
  for (let n = 0; n < limits.waiting; n++) void calls.call(n);
  await expect(calls.call(99)).rejects.toMatchObject({ code: 'unavailable' });
});
