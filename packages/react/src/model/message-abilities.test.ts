import type { MessageItem } from '@stm-chat/client';
import { describe, expect, test } from 'vitest';
import { makeChat, makeMember, makeMessage, PEOPLE, uuid } from '../testing/fixtures.js';
import { abilitiesOf, type AbilityContext, lastEditable, mayForward } from './message-abilities.js';

const me = PEOPLE.customer.id;
const created_at = '2026-03-04T09:00:00.000Z';
const at = (minutes: number) => Date.parse(created_at) + minutes * 60_000;
const context: AbilityContext = {
  status: 'open',
  meId: me,
  forwards: true,
  now: at(1),
  editWindowMs: 15 * 60_000,
};
const mine = makeMessage({ seq: 1, sender_id: me, sender_type: 'customer', created_at });
const theirs = makeMessage({ seq: 2, created_at });

describe('what a message offers', () => {
  test('mine can be changed while it is fresh, theirs can be answered', () => {
    expect(abilitiesOf(mine, context)).toEqual({
      ...{ reply: true, react: true, forward: true, edit: true, remove: true, locked: false },
    });
    expect(abilitiesOf(mine, { ...context, now: at(15) })).toMatchObject({ reply: true, edit: false, remove: false });
    expect(abilitiesOf(theirs, context)).toEqual({
      reply: true,
      react: true,
      forward: true,
      edit: false,
      remove: false,
      locked: false,
    });
  });

  test('while a dispute runs, what was said stays', () => {
    expect(abilitiesOf(mine, { ...context, status: 'disputed' })).toMatchObject({
      react: true,
      edit: false,
      remove: false,
      locked: true,
    });
    // What could not be changed anyway, no dispute locks.
    for (const other of [theirs, { ...mine, created_at: '2026-03-04T08:00:00.000Z' }])
      expect(abilitiesOf(other, { ...context, status: 'disputed' }).locked).toBe(false);
  });

  test('[PF6] of what is said in a case nothing is forwarded', () => {
    expect(abilitiesOf(theirs, { ...context, forwards: false })).toMatchObject({ reply: true, forward: false });
    const chat = makeChat({ members: [makeMember(PEOPLE.customer), makeMember(PEOPLE.lsm)] });
    expect([mayForward(chat, me), mayForward(chat, PEOPLE.lsm.id)]).toEqual([true, false]);
    expect(mayForward({ ...chat, parent_id: uuid(2), lane: 'customer' }, me)).toBe(false);
  });

  test('closed chats, tombstones and system messages offer nothing', () => {
    const nothing = { reply: false, react: false, forward: false, edit: false, remove: false, locked: false };
    expect(abilitiesOf(mine, { ...context, status: 'closed' })).toEqual(nothing);
    expect(abilitiesOf({ ...mine, deleted_at: created_at }, context)).toEqual(nothing);
    expect(abilitiesOf({ ...theirs, sender_type: 'system', sender_id: 0 }, context)).toEqual(nothing);
  });
});

describe('arrow up', () => {
  const items = (...messages: (typeof mine)[]): MessageItem[] =>
    messages.map((message) => ({ kind: 'message', message, state: 'sent' }));

  test('takes my last message, whatever others wrote since', () => {
    const older = { ...mine, id: 'older' };
    expect(lastEditable(items(older, mine, theirs), context)).toBe(mine);
    expect(lastEditable(items(mine, { ...mine, deleted_at: created_at }), context)).toBe(mine);
  });

  test('takes none where the last of mine may not be edited', () => {
    expect(lastEditable(items(theirs), context)).toBeUndefined();
    expect(lastEditable(items(mine), { ...context, now: at(20) })).toBeUndefined();
  });
});
