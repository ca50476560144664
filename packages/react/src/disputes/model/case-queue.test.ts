import type { Dispute } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { makeDispute, uuid } from '../../testing/fixtures.js';
import { filterCases, isOverdue, type QueueQuery, regionsOf } from './case-queue.js';

const now = Date.parse('2026-03-04T12:00:00.000Z');
const ME = 4;
const context = {
  meId: ME,
  now,
  textOf: ({ reason, job }: Dispute) => `${reason} ${job?.title}`,
};
const waiting: QueueQuery = { view: 'waiting', region: null, words: '', order: 'deadline', overdue: false };
const all = [
  makeDispute({ id: uuid(1), answer_by: '2026-03-04T14:00:00.000Z', settle_by: '2026-03-08T14:00:00.000Z' }),
  makeDispute({ id: uuid(2), answer_by: '2026-03-04T11:00:00.000Z', region: 'karachi', reason: 'Nobody came' }),
  makeDispute({ id: uuid(3), status: 'assigned', lsm_id: ME, answer_by: null }),
  makeDispute({ id: uuid(4), status: 'assigned', lsm_id: 5 }),
  makeDispute({ id: uuid(5), status: 'resolved', lsm_id: ME, answer_by: null, settle_by: null }),
  makeDispute({ id: uuid(6), opened_at: '2026-03-01T09:00:00.000Z', answer_by: null, settle_by: null }),
];
const ids = (changes: Partial<QueueQuery>) =>
  filterCases(all, { ...waiting, ...changes }, context).map(({ id }) => Number(id.slice(-2)));

describe('the queue of an LSM', () => {
  test('the most urgent is on top; what has no deadline is last', () => expect(ids({})).toEqual([2, 1, 6]));
  test('or the oldest', () => expect(ids({ order: 'age' })[0]).toBe(6));
  test('by region', () => expect(ids({ region: 'karachi' })).toEqual([2]));
  test('only what is overdue', () => expect(ids({ overdue: true })).toEqual([2]));
  test('by words, all of them', () => {
    expect(ids({ words: 'nobody SINK' })).toEqual([2]);
    expect(ids({ words: 'nobody roof' })).toEqual([]);
  });
  test('mine, running and ended; never a colleague’s', () => {
    expect(ids({ view: 'mine' })).toEqual([3]);
    expect(ids({ view: 'ended' })).toEqual([5]);
  });
});

test('regions are named once', () => expect(regionsOf(all)).toEqual(['karachi', 'lahore']));
test('over is over at the deadline, not a minute later', () => {
  const dispute = makeDispute({ answer_by: new Date(now).toISOString() });
  expect(isOverdue(dispute, now)).toBe(false);
  expect(isOverdue(dispute, now + 1)).toBe(true);
});
