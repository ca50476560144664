import { describe, expect, it } from 'vitest';
import { administratorId, requireDone, requireSides } from './chats.policy.js';

describe('an administrative step', () => {
  it('is written down for the admin, or for the host platform as 0', () => {
    expect(administratorId({ kind: 'service' })).toBe(0);
    expect(administratorId({ kind: 'user', userId: 9, role: 'admin', sessionId: null, expiresAt: 0 })).toBe(9);
  });

  it('says why it was refused', () => {
    const refusals = {
      no_chat: 'not_found',
      no_user: 'not_found',
      no_member: 'not_found',
      wrong_role: 'invalid_payload',
      taken: 'conflict',
      other_seat: 'conflict',
      disputed: 'conflict',
    } as const;
    for (const [outcome, code] of Object.entries(refusals)) {
      expect(() => requireDone(outcome as keyof typeof refusals, 'lsm')).toThrow(expect.objectContaining({ code }));
    }
    expect(() => requireDone('wrong_role', 'lsm')).toThrow('userId: is not a lsm');
    expect(() => requireDone('done')).not.toThrow();
    expect(() => requireDone('same')).not.toThrow();
  });
});

describe('the sides of a chat', () => {
  const roles = new Map([
    [1, 'customer'],
    [2, 'provider'],
    [3, 'admin'],
  ]);
  const check = (customerId: number, providerId: number) => () =>
    requireSides({ customerId, providerId }, (userId) => roles.get(userId));

  it('are people with these roles, or people not known yet', () => {
    expect(check(1, 2)).not.toThrow();
    expect(check(77, 2)).not.toThrow();
    expect(check(77, 78)).not.toThrow();
  });

  it('are refused by name otherwise', () => {
    expect(check(2, 2)).toThrow('customer_id: is not a customer');
    expect(check(1, 1)).toThrow('provider_id: is not a provider');
    expect(check(1, 3)).toThrow('provider_id: is not a provider');
    expect(check(77, 77)).toThrow('provider_id: must be another user');
  });
});
