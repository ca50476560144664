import { describe, expect, it } from 'vitest';
import { canCreateChat, sidesOf } from './create-chat.policy.js';

const customer = { userId: 1, role: 'customer' } as const;
const provider = { userId: 2, role: 'provider' } as const;

describe('who may open a chat', () => {
  it('customers and providers, unless the host platform does it', () => {
    const allowed = (creation: 'parties' | 'host') =>
      (['customer', 'provider', 'lsm', 'admin'] as const).filter((role) => canCreateChat(role, creation));
    expect(allowed('parties')).toEqual(['customer', 'provider']);
    expect(allowed('host')).toEqual([]);
  });
});

describe('the sides of a new chat', () => {
  it('are the caller on its own side, named or not, and the other as named', () => {
    expect(sidesOf(customer, { provider_id: 2 })).toEqual({ customerId: 1, providerId: 2 });
    expect(sidesOf(customer, { customer_id: 1, provider_id: 2 })).toEqual({ customerId: 1, providerId: 2 });
    expect(sidesOf(provider, { customer_id: 1 })).toEqual({ customerId: 1, providerId: 2 });
  });

  it('are nobody else’s to fill', () => {
    expect(() => sidesOf(customer, { customer_id: 7, provider_id: 2 })).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('customer_id') }),
    );
    expect(() => sidesOf(provider, { customer_id: 1, provider_id: 7 })).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('provider_id') }),
    );
  });

  it('are two people', () => {
    expect(() => sidesOf(customer, {})).toThrow(
      expect.objectContaining({ code: 'invalid_payload', message: 'provider_id: is missing' }),
    );
    expect(() => sidesOf(provider, { customer_id: 2 })).toThrow(
      expect.objectContaining({ code: 'invalid_payload', message: 'customer_id: must be another user' }),
    );
  });
});
