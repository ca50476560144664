import type { Account, ChatSummary, Dispute, Member, Message } from '@stm-chat/protocol';

/** People, chats and messages for tests and the component pages; every field can be set. */
export const PEOPLE = {
  customer: { id: 1, role: 'customer', name: 'Ayesha Khan', email: 'customer@demo.test', region: 'lahore' },
  provider: { id: 2, role: 'provider', name: 'Bilal Ahmed', email: 'provider@demo.test', region: 'lahore' },
  secondProvider: { id: 3, role: 'provider', name: 'Lucía Fernández', email: 'second@demo.test', region: 'lahore' },
  lsm: { id: 4, role: 'lsm', name: 'Sana Mirza', email: 'lsm@demo.test', region: 'lahore' },
  admin: { id: 9, role: 'admin', name: 'Omar Admin', email: 'admin@demo.test', region: null },
} as const satisfies Record<string, Account>;

export function makeMember(account: Account, changes: Partial<Member> = {}): Member {
  if (account.role === 'admin') throw new Error('An admin has no seat in a chat');
  return {
    userId: account.id,
    role: account.role,
    name: account.name,
    read_seq: 0,
    read_at: null,
    delivered_seq: 0,
    online: false,
    last_seen: null,
    ...changes,
  };
}

/** A UUID made of one small number, so that a failing test can be read. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function makeMessage(changes: Partial<Message> & Pick<Message, 'seq'>): Message {
  return {
    id: uuid(changes.seq + 1000),
    chatId: uuid(1),
    revision: changes.seq,
    sender_type: 'provider',
    sender_id: PEOPLE.provider.id,
    message: `message ${changes.seq}`,
    message_type: 'text',
    created_at: new Date(Date.UTC(2026, 2, 4, 9, 0) + changes.seq * 1000).toISOString(),
    client_id: null,
    reply_to: null,
    edited_at: null,
    deleted_at: null,
    attachments: [],
    reactions: [],
    ...changes,
  };
}

export function makeChat(changes: Partial<ChatSummary> = {}): ChatSummary {
  return {
    id: uuid(1),
    job_id: 'JOB-2041',
    job: { title: 'Fix the kitchen sink' },
    subject: 'Fix the kitchen sink',
    status: 'open',
    customer_id: PEOPLE.customer.id,
    provider_id: PEOPLE.provider.id,
    lsm_id: null,
    members: [makeMember(PEOPLE.customer), makeMember(PEOPLE.provider)],
    last_message: null,
    last_seq: 0,
    read_seq: 0,
    unread: 0,
    revision: 0,
    prefs: { muted_until: null, pinned: false, archived: false, marked_unread: false, draft: null },
    dispute: null,
    parent_id: null,
    lane: null,
    created_at: '2026-03-01T08:00:00.000Z',
    last_activity_at: '2026-03-04T09:00:00.000Z',
    ...changes,
  };
}

export function makeDispute(changes: Partial<Dispute> = {}): Dispute {
  return {
    id: uuid(700),
    chatId: uuid(1),
    status: 'open',
    region: 'lahore',
    reason: 'The work was done badly',
    details: null,
    wished_outcome: 'Part of the money back',
    evidence: [],
    job: { title: 'Fix the kitchen sink', price: 12_500, currency: 'PKR' },
    opened_by: PEOPLE.customer.id,
    opened_role: 'customer',
    lsm_id: null,
    outcome: null,
    note: null,
    resolution: null,
    offer: null,
    opened_at: '2026-03-04T09:00:00.000Z',
    assigned_at: null,
    answered_at: null,
    answer_by: '2026-03-05T09:00:00.000Z',
    settle_by: '2026-03-11T09:00:00.000Z',
    resolved_at: null,
    closed_at: null,
    lanes: [],
    ...changes,
  };
}
