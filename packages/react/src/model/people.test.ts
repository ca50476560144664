import { describe, expect, test } from 'vitest';
import { createFormats } from '../text/formats.js';
import { en } from '../text/locales/en.js';
import { chatName, senderName, typingText } from '../text/names.js';
import { createTexts } from '../text/texts.js';
import { makeChat, makeMember, makeMessage, PEOPLE } from '../testing/fixtures.js';
import { counterparts, initials, isGroup, otherMembers, tintOf } from './people.js';

const t = createTexts('en', en);
const formats = createFormats('en-GB');
const { customer, provider, lsm } = PEOPLE;
const three = makeChat({ lsm_id: lsm.id, members: [makeMember(lsm), makeMember(provider), makeMember(customer)] });

describe('whom a chat is with', () => {
  test('a party sees the other one, an LSM both', () => {
    expect(counterparts(three, customer.id).map((member) => member.userId)).toEqual([provider.id]);
    expect(counterparts(three, lsm.id).map((member) => member.userId)).toEqual([customer.id, provider.id]);
    expect(otherMembers(three, customer.id).map((member) => member.role)).toEqual(['provider', 'lsm']);
    expect(chatName(three, lsm.id, t, formats)).toBe('Ayesha Khan and Bilal Ahmed');
  });

  test('names stand beside messages where more than one other writes', () => {
    expect(isGroup(three, customer.id)).toBe(true);
    expect(isGroup(makeChat(), customer.id)).toBe(false);
  });

  test('a free seat is said in words', () => {
    const waiting = makeChat({ provider_id: null, members: [makeMember(customer)] });
    expect(chatName(waiting, customer.id, t, formats)).toBe('Waiting for a provider');
    const other = makeChat({ customer_id: null, members: [makeMember(provider)] });
    expect(chatName(other, provider.id, t, formats)).toBe('Waiting for a customer');
  });
});

describe('names', () => {
  test('of somebody who left are the role', () => {
    const message = makeMessage({ seq: 1, sender_id: 77, sender_type: 'lsm' });
    expect(senderName(message, makeChat(), t)).toBe('Local service manager');
  });

  test('of who is typing', () => {
    expect(typingText([provider.id], three, t)).toBe('Bilal Ahmed is typing');
    expect(typingText([provider.id, lsm.id], three, t)).toBe('Bilal Ahmed and Sana Mirza are typing');
    expect(typingText([], three, t)).toBe('');
    expect(typingText([99], three, t)).toBe('');
  });
});

describe('avatars', () => {
  test.each([
    ['Bilal Ahmed', 'BA'],
    ['  ayesha   bibi khan ', 'AK'],
    ['Zoë', 'Z'],
    ['بلال احمد', 'با'],
    ['नेहा शर्मा', 'नेश'],
    ['😀 Omar', 'O'],
    ['...', ''],
  ])('%s is %s', (name, letters) => expect(initials(name)).toBe(letters));

  test('neighbouring accounts have different colours', () => {
    const tints = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => tintOf(id, 8));
    expect(new Set(tints).size).toBe(8);
    expect(tintOf(2_147_483_647, 8)).toBeLessThan(8);
  });
});
