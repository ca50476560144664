import { expect, it } from 'vitest';
import type { AppendRequest } from './append-types.js';
import { PendingAppend } from './pending-append.js';
import { Unanswered } from './unanswered.js';

const CHAT = '0197f000-0000-7000-8000-000000000001';

function send(clientId: string | null, senderId = 1, chatId = CHAT): PendingAppend {
  const request: AppendRequest = {
    ...{ chatId, senderId, clientId, messageType: 'text', text: 'hello' },
    ...{ replyTo: null, overLimit: false },
  };
  return new PendingAppend(request, '0197f000-0000-7000-8000-000000000002');
}

it('finds the same message, by who sent it, where, and what it was named', () => {
  const unanswered = new Unanswered();
  const first = send('one');
  unanswered.add(first);
  unanswered.add(send(null));
  expect(unanswered.find(send('one'))).toBe(first);
  expect(unanswered.find(send('two'))).toBeUndefined();
  expect(unanswered.find(send('one', 2))).toBeUndefined();
  expect(unanswered.find(send('one', 1, CHAT.replace(/1$/, '2')))).toBeUndefined();
  expect(unanswered.find(send(null))).toBeUndefined();
});

it('forgets what was answered, in any order, and counts the rest', () => {
  const unanswered = new Unanswered();
  const rows = Array.from({ length: 1000 }, (_, index) => send(index % 5 === 0 ? null : `name ${index}`));
  for (const row of rows) unanswered.add(row);
  const odd = rows.filter((_, index) => index % 2 === 1);
  for (const row of odd) unanswered.remove(row);
  for (const row of odd) unanswered.remove(row);
  expect(unanswered.size).toBe(500);
  for (const [index, row] of rows.entries())
    expect(unanswered.find(row)).toBe(index % 2 === 1 || index % 5 === 0 ? undefined : row);
});

it('tells when nothing is left', async () => {
  const unanswered = new Unanswered();
  await unanswered.none();
  const rows = [send('one'), send(null)];
  for (const row of rows) unanswered.add(row);
  let none = false;
  const told = unanswered.none().then(() => (none = true));
  for (const row of rows) {
    await Promise.resolve();
    expect(none).toBe(false);
    unanswered.remove(row);
  }
  await told;
  expect(none).toBe(true);
});
