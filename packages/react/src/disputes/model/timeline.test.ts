import type { Dispute, DisputeAccess } from '@stm-chat/protocol';
import { expect, test } from 'vitest';
import { makeDispute } from '../../testing/fixtures.js';
import { buildTimeline } from './timeline.js';

const access = (changes: Partial<DisputeAccess>): DisputeAccess => ({
  userId: 4,
  role: 'lsm',
  name: 'Sana Mirza',
  from: '2026-03-04T10:00:00.000Z',
  began: 'joined',
  until: null,
  ended: null,
  reads_until: null,
  note: null,
  ...changes,
});

const kinds = (...parameters: Parameters<typeof buildTimeline>) =>
  buildTimeline(...parameters).map(({ kind, done }) => (done ? kind : `(${kind})`));

test('an open dispute waits for an LSM, then for its settlement', () => {
  expect(kinds(makeDispute(), [])).toEqual(['opened', '(waiting)', '(settled)']);
});

test('who had the case and gave it back stays in the story', () => {
  const dispute = makeDispute({
    status: 'assigned',
    lsm_id: 5,
    answered_at: '2026-03-04T12:30:00.000Z',
    answer_by: null,
  });
  const story = [
    access({ until: '2026-03-04T11:00:00.000Z', ended: 'silent' }),
    access({ userId: 5, name: 'Omar', from: '2026-03-04T12:00:00.000Z' }),
  ];
  expect(kinds(dispute, story)).toEqual(['opened', 'joined', 'silent', 'joined', 'answered', '(settled)']);
});

test('the end is the end: nothing is still to come', () => {
  const closed = { closed_at: '2026-03-05T09:00:00.000Z', answer_by: null, settle_by: null };
  expect(kinds(makeDispute({ status: 'withdrawn', ...closed }), [])).toEqual(['opened', 'withdrawn']);
  expect(kinds(makeDispute({ status: 'resolved', ...closed }), [access({})])).toEqual(['opened', 'joined', 'resolved']);
});

test('the offer that stands is told where it was made', () => {
  const offer: NonNullable<Dispute['offer']> = {
    ...{ id: 'offer', by: 2, by_role: 'provider', status: 'open', terms: { redo: true }, accepted_by: ['provider'] },
    created_at: '2026-03-04T11:00:00.000Z',
  };
  const dispute = makeDispute({ status: 'assigned', lsm_id: 4, answered_at: '2026-03-04T12:30:00.000Z', offer });
  expect(kinds(dispute, [access({})])).toEqual(['opened', 'joined', 'offer', 'answered', '(settled)']);
});
