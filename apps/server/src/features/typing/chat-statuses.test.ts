import { expect, it } from 'vitest';
import { testClock } from '../../testing/test-clock.js';
import { ChatStatuses } from './chat-statuses.js';

it('is remembered for a moment, and forgotten when told so', () => {
  const clock = testClock();
  const statuses = new ChatStatuses(clock);
  expect(statuses.find('c', 1)).toBeUndefined();
  statuses.remember('c', 1, 'closed');
  statuses.remember('d', 1, 'shown');
  expect([statuses.find('c', 1), statuses.find('d', 1)]).toEqual(['closed', 'shown']);
  expect(statuses.find('c', 2)).toBeUndefined();
  statuses.forget('d');
  expect(statuses.find('d', 1)).toBeUndefined();
  clock.advance(10_000);
  expect(statuses.find('c', 1)).toBeUndefined();
});
