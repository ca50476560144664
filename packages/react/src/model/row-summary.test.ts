import type { ChatSummary } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { makeChat } from '../testing/fixtures.js';
import { summaryForRows } from './row-summary.js';

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
