import { expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { ChatStatuses } from './chat-statuses.js';

it('is remembered for a moment, and forgotten when told so', () => {
  const clock = testClock();
  const statuses = new ChatStatuses(clock);
  expect(statuses.find('c')).toBeUndefined();
  statuses.remember('c', true);
  statuses.remember('d', false);
  expect([statuses.find('c'), statuses.find('d')]).toEqual([true, false]);
  statuses.forget('d');
  expect(statuses.find('d')).toBeUndefined();
  clock.advance(10_000);
  expect(statuses.find('c')).toBeUndefined();
});
