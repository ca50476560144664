import type { ChatSummary } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { makeChat } from '../testing/fixtures.js';
import { summaryForFrame, summaryForRows } from './row-summary.js';

const before: ChatSummary = makeChat();
const after = (change: Partial<ChatSummary>): ChatSummary => ({ ...structuredClone(before), ...change });

describe('a summary for the rows of a chat', () => {
  test.each<[string, ChatSummary]>([
    ['a message', after({ last_seq: 99, last_message: null, last_activity_at: '2030-01-01T00:00:00.000Z', unread: 3 })],
    ['a receipt', after({ members: before.members.map((member) => ({ ...member, read_seq: 99, online: true })) })],
    ['a draft', after({ prefs: { ...before.prefs, draft: 'Half a sen' } })],
  ])('stays the same object for %s', (_, next) => {
    expect(summaryForRows(before, next)).toBe(before);
  });

  test.each<[string, ChatSummary]>([
    ['a name', after({ members: before.members.map((member) => ({ ...member, name: 'Another' })) })],
    ['a role', after({ members: before.members.map((member) => ({ ...member, role: 'lsm' })) })],
    ['who mediates', after({ lsm_id: 77 })],
    ['the state', after({ status: 'closed' })],
    ['the dispute', after({ dispute: { id: 'd', status: 'open' } })],
    ['the job', after({ job: { title: 'Another job' } })],
    ['who blocked whom', after({ blocked_by: [1] })],
  ])('is another one for %s', (_, next) => {
    expect(summaryForRows(before, next)).toBe(next);
  });

  test('nothing was known before, or is known now', () => {
    expect(summaryForRows(undefined, before)).toBe(before);
    expect(summaryForRows(before, undefined)).toBeUndefined();
  });
});

describe('a summary for what stands around the rows', () => {
  const others = (change: Partial<ChatSummary['members'][number]>) =>
    after({ members: before.members.map((member) => ({ ...member, ...change })) });

  test.each<[string, ChatSummary]>([
    ['a message', after({ last_seq: 99, last_message: null, unread: 3, revision: 120 })],
    ['a receipt', others({ read_seq: 99, delivered_seq: 99, read_at: '2030-01-01T00:00:00.000Z' })],
    ['a draft', after({ prefs: { ...before.prefs, draft: 'Half a sen' } })],
  ])('stays the same object for %s', (_, next) => {
    expect(summaryForFrame(before, next)).toBe(before);
  });

  test.each<[string, ChatSummary]>([
    ['that it is muted', after({ prefs: { ...before.prefs, muted_until: '2030-01-01T00:00:00.000Z' } })],
    ['who is there', others({ online: !(before.members[0]?.online ?? false) })],
    ['when somebody was last seen', others({ last_seen: '2030-01-01T00:00:00.000Z' })],
    ['a name', others({ name: 'Another' })],
    ['the state', after({ status: 'closed' })],
  ])('is another one for %s', (_, next) => {
    expect(summaryForFrame(before, next)).toBe(next);
  });
});
