import { describe, expect, test } from 'vitest';
import { parseDemoAccounts } from './demo-accounts.js';

const account = { email: 'customer@demo.test', password: 'secret', role: 'customer', name: 'Ayesha' };

describe('demo accounts', () => {
  test('come as the server lists them', () => {
    expect(parseDemoAccounts({ accounts: [account] })).toEqual([account]);
  });

  test('are none where the answer is something else', () => {
    for (const body of [null, 'x', [], {}, { accounts: {} }]) expect(parseDemoAccounts(body)).toEqual([]);
    expect(parseDemoAccounts({ accounts: [{ ...account, role: 'king' }, { ...account, email: 1 }, null] })).toEqual([]);
  });
});
