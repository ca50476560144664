import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import type { NewChat } from './chats.api.js';
import { memberIdsOf } from './chats.mapper.js';
import { findChatOfPair, findMember } from './chats.queries.js';
import * as repository from './chats.repository.js';

const ADMIN = 90;
const CUSTOMER = 1;
const PROVIDER = 2;
const LSM = 3;
const OTHER_PROVIDER = 4;
const byHost = { userId: 0, administrative: true };

let test: TestDatabase;
let jobs = 0;

const newChat = (changes: Partial<NewChat> = {}): NewChat => ({
  jobId: `job ${++jobs}`,
  subject: 'A leaking tap',
  job: { title: 'Tap', price: 40 },
  customerId: CUSTOMER,
  providerId: PROVIDER,
  ...changes,
});
const open = (chat = newChat()) => repository.openChat(test.database, randomUUID(), chat, byHost);
const add = (chatId: string, userId: number, role: 'customer' | 'provider' | 'lsm') =>
  repository.addMember(test.database, ADMIN, randomUUID(), chatId, userId, role);
const remove = (chatId: string, userId: number) =>
  repository.removeMember(test.database, ADMIN, randomUUID(), chatId, userId);
const close = (chatId: string, closed = true) =>
  repository.setClosed(test.database, ADMIN, randomUUID(), chatId, closed);

const thread = async (chatId: string) => {
  const rows = await test.database.realtime.query<{ seq: number; message: string }>(
    'select seq, message from messages where chat_id = $1 order by seq',
    [chatId],
  );
  return rows.map(({ message }) => message);
};
const changes = (chatId: string) =>
  test.database.realtime.query<{ revision: number; kind: string; actor_id: number }>(
    'select revision, kind, actor_id from changes where chat_id = $1 order by revision',
    [chatId],
  );
const audited = (chatId: string) =>
  test.database.realtime.query<{ actor: number; action: string }>(
    'select actor, action from audit where target = $1 order by id',
    [`chat:${chatId}`],
  );

beforeAll(async () => {
  test = await createTestDatabase();
  await test.database.pooled
    .insertInto('users')
    .values([
      { id: CUSTOMER, role: 'customer' },
      { id: PROVIDER, role: 'provider' },
      { id: LSM, role: 'lsm' },
      { id: OTHER_PROVIDER, role: 'provider' },
      { id: ADMIN, role: 'admin' },
    ])
    .execute();
});
afterAll(() => test.drop());

describe('opening a chat', () => {
  it('[CH3] makes one chat of a job and a pair, however many ask at once', async () => {
    const chat = newChat();
    const opened = await Promise.all(Array.from({ length: 12 }, () => open(chat)));
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(opened.map((one) => one.chat.id)).size).toBe(1);
    const [one] = opened;
    expect(one?.chat).toMatchObject({ subject: 'A leaking tap', job: { title: 'Tap', price: 40 }, last_seq: 0 });
    expect(await changes(one!.chat.id)).toEqual([{ revision: 1, kind: 'opened', actor_id: 0 }]);
    expect(await audited(one!.chat.id)).toEqual([{ actor: 0, action: 'open_chat' }]);
  });

  it('tells pairs and jobs apart', async () => {
    const chat = newChat();
    const first = await open(chat);
    const second = await open({ ...chat, providerId: OTHER_PROVIDER });
    const third = await open({ ...chat, jobId: `${chat.jobId} b` });
    expect(new Set([first.chat.id, second.chat.id, third.chat.id]).size).toBe(3);
    expect((await findChatOfPair(test.database, chat))?.id).toBe(first.chat.id);
  });

  it('makes a new one when a party is in the old one no more, and does not collide with it', async () => {
    const chat = newChat();
    const first = await open(chat);
    await remove(first.chat.id, PROVIDER);
    const second = await open(chat);
    expect(second.created).toBe(true);
    await remove(second.chat.id, PROVIDER);
    expect(await findChatOfPair(test.database, chat)).toBeUndefined();
  });

  it('gives the old one again when the party is back in it, or another in its place', async () => {
    const chat = newChat();
    const { chat: row } = await open(chat);
    await remove(row.id, PROVIDER);
    await add(row.id, PROVIDER, 'provider');
    expect(await open(chat)).toMatchObject({ created: false, chat: { id: row.id } });
    await remove(row.id, PROVIDER);
    await add(row.id, OTHER_PROVIDER, 'provider');
    expect((await open(chat)).created).toBe(true);
    expect(await open({ ...chat, providerId: OTHER_PROVIDER })).toMatchObject({ created: false, chat: { id: row.id } });
    await remove(row.id, OTHER_PROVIDER);
    expect((await add(row.id, PROVIDER, 'provider')).outcome).toBe('done');
  });
});

describe('membership', () => {
  it('is a seat: members see the chat with their role, strangers as much as if there were none', async () => {
    const { chat } = await open();
    expect(await findMember(test.database, PROVIDER, chat.id)).toEqual({
      chatId: chat.id,
      userId: PROVIDER,
      role: 'provider',
      bound: null,
      status: 'open',
      isBlocked: false,
      lastSeq: 0,
      revision: 1,
      customerId: CUSTOMER,
      providerId: PROVIDER,
      lsmId: null,
      memberIds: [CUSTOMER, PROVIDER],
    });
    expect(await findMember(test.database, LSM, chat.id)).toBeUndefined();
    expect(await findMember(test.database, ADMIN, chat.id)).toBeUndefined();
    expect(await findMember(test.database, CUSTOMER, randomUUID())).toBeUndefined();
  });

  it('[AD6][AD7][ME8][SY8] is given and taken in one step each, told in the thread, recorded and audited', async () => {
    const { chat } = await open();
    const added = await add(chat.id, LSM, 'lsm');
    expect(added).toMatchObject({ outcome: 'done', seq: 1, chat: { lsm_id: LSM, last_seq: 1, revision: 3 } });
    expect((await findMember(test.database, LSM, chat.id))?.role).toBe('lsm');
    const removed = await remove(chat.id, LSM);
    expect(removed).toMatchObject({ outcome: 'done', seq: 2, chat: { lsm_id: null, last_seq: 2, revision: 5 } });
    expect(memberIdsOf(removed.chat)).toEqual([CUSTOMER, PROVIDER]);
    expect(await findMember(test.database, LSM, chat.id)).toBeUndefined();
    expect(await thread(chat.id)).toEqual([
      'The local service manager was added to the chat.',
      'The local service manager was removed from the chat.',
    ]);
    expect((await changes(chat.id)).map(({ kind }) => kind)).toEqual(['opened', 'seated', 'unseated']);
    expect((await audited(chat.id)).map(({ action }) => action)).toEqual(['open_chat', 'add_member', 'remove_member']);
  });

  it('names the party that came or went', async () => {
    const { chat } = await open();
    await remove(chat.id, PROVIDER);
    await add(chat.id, OTHER_PROVIDER, 'provider');
    await remove(chat.id, CUSTOMER);
    expect(await thread(chat.id)).toEqual([
      'The provider was removed from the chat.',
      'The provider was added to the chat.',
      'The customer was removed from the chat.',
    ]);
  });

  it('[AD6] is refused for a taken seat, another role, a second seat, and what does not exist', async () => {
    const { chat } = await open();
    expect((await add(chat.id, OTHER_PROVIDER, 'provider')).outcome).toBe('taken');
    expect((await add(chat.id, OTHER_PROVIDER, 'lsm')).outcome).toBe('wrong_role');
    expect((await add(chat.id, ADMIN, 'lsm')).outcome).toBe('wrong_role');
    expect((await add(chat.id, 4711, 'lsm')).outcome).toBe('no_user');
    expect((await add(randomUUID(), LSM, 'lsm')).outcome).toBe('no_chat');
    expect((await remove(chat.id, LSM)).outcome).toBe('no_member');
    expect((await remove(randomUUID(), LSM)).outcome).toBe('no_chat');
    expect((await add(chat.id, PROVIDER, 'provider')).outcome).toBe('same');
    expect(await thread(chat.id)).toEqual([]);
    expect((await changes(chat.id)).map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('[AD6] gives a seat to one of those who are put on it at once', async () => {
    const { chat } = await open();
    await remove(chat.id, PROVIDER);
    const outcomes = await Promise.all([add(chat.id, PROVIDER, 'provider'), add(chat.id, OTHER_PROVIDER, 'provider')]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'taken']);
  });
});

describe('status', () => {
  it('[AD8][SY8] is closed and opened again, each time once and told in the thread', async () => {
    const { chat } = await open();
    expect(await close(chat.id)).toMatchObject({ outcome: 'done', seq: 1, chat: { status: 2 } });
    expect((await close(chat.id)).outcome).toBe('same');
    expect(await close(chat.id, false)).toMatchObject({
      outcome: 'done',
      seq: 2,
      chat: { status: 0, closed_at: null },
    });
    expect((await close(chat.id, false)).outcome).toBe('same');
    expect(await thread(chat.id)).toEqual(['The chat was closed.', 'The chat was reopened.']);
    expect((await close(randomUUID())).outcome).toBe('no_chat');
  });

  it('belongs to a running dispute', async () => {
    const { chat } = await open();
    await test.database.realtime.query('update chats set status = 1 where id = $1', [chat.id]);
    expect((await close(chat.id)).outcome).toBe('disputed');
    expect((await close(chat.id, false)).outcome).toBe('disputed');
  });
});

describe('the job', () => {
  it('is replaced without a message, and only when it differs', async () => {
    const { chat } = await open();
    const put = (job: object | null) => repository.putJob(test.database, 0, chat.id, job);
    expect(await put({ title: 'Tap', price: '45' })).toMatchObject({
      outcome: 'done',
      seq: null,
      chat: { revision: 2 },
    });
    expect((await put({ price: '45', title: 'Tap' })).outcome).toBe('same');
    expect((await put(null)).chat.job).toBeNull();
    expect((await repository.putJob(test.database, 0, randomUUID(), null)).outcome).toBe('no_chat');
    expect(await thread(chat.id)).toEqual([]);
    const [record] = await test.database.realtime.query<{ before: object }>(
      'select before from changes where chat_id = $1 and revision = 2',
      [chat.id],
    );
    expect(record?.before).toEqual({ job: { title: 'Tap', price: 40 } });
  });
});
