import { describe, expect, test } from 'vitest';
import { makeChat, makeMember, PEOPLE, uuid } from '../testing/fixtures.js';
import { type ChatFilter, filterChats, isMuted, jobStates } from './chat-filter.js';

const { prefs } = makeChat();
const me = PEOPLE.customer.id;
const chats = [
  makeChat({ id: uuid(1), unread: 2, job: { title: 'Kitchen sink', status: 'booked' }, subject: 'x' }),
  makeChat({ id: uuid(2), prefs: { ...prefs, marked_unread: true }, subject: 'جنریٹر کی سروس', job: null }),
  makeChat({ id: uuid(3), prefs: { ...prefs, archived: true }, unread: 1, job_id: 'JOB-77' }),
  makeChat({
    id: uuid(4),
    status: 'disputed',
    job: { status: 'Done' },
    members: [makeMember(PEOPLE.customer), makeMember(PEOPLE.secondProvider)],
  }),
];
const found = (filter: ChatFilter, words = '', state = '') =>
  filterChats(chats, { filter, words, state }, me).map(({ id }) => Number(id.slice(-1)));

describe('filters', () => {
  test('keep what is archived apart', () => {
    expect(found('all')).toEqual([1, 2, 4]);
    expect(found('unread')).toEqual([1, 2]);
    expect(found('archived')).toEqual([3]);
  });

  test('find disputes, and jobs by the state that the host gave them', () => {
    expect(found('disputed')).toEqual([4]);
    expect(found('all', '', 'booked')).toEqual([1]);
    expect(found('disputed', '', 'booked')).toEqual([]);
    expect(jobStates(chats, 'en')).toContain('booked');
    expect(jobStates(chats.slice(0, 2).concat(chats.slice(3)), 'en')).toEqual(['booked', 'Done']);
  });
});

describe('the search', () => {
  test('looks at names and jobs, without case and accents, in any script', () => {
    expect(found('all', 'LUCIA fern')).toEqual([4]);
    expect(found('all', 'sink')).toEqual([1, 3, 4]);
    expect(found('all', 'kitchen bilal')).toEqual([1, 3]);
    expect(found('all', 'جنریٹر')).toEqual([2]);
  });

  test('finds archived chats, and never everything by my own name', () => {
    expect(found('all', 'job-77')).toEqual([3]);
    expect(found('all', 'ayesha')).toEqual([]);
  });

  test('and a filter narrow each other', () => expect(found('unread', 'bilal')).toEqual([1, 2]));
});

test('a chat is muted until its time has come', () => {
  const chat = makeChat({ prefs: { ...prefs, muted_until: '2026-03-04T09:00:00.000Z' } });
  expect(isMuted(chat, Date.parse('2026-03-04T08:59:59Z'))).toBe(true);
  expect(isMuted(chat, Date.parse('2026-03-04T09:00:00Z'))).toBe(false);
});
