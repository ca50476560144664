import type { Role } from '@stm-chat/protocol';
import { CommandError, invalid } from '../../kernel/errors.js';

export interface Sides {
  readonly customerId: number;
  readonly providerId: number;
}

/** Customers and providers open chats, as long as that is not left to the host platform. */
export function canCreateChat(role: Role, creation: 'parties' | 'host'): boolean {
  return creation === 'parties' && (role === 'customer' || role === 'provider');
}

/**
 * Who sits where: the caller on the side of its role, the other party as named.
 * @throws CommandError `invalid_payload` without another party, `forbidden` for someone else on the caller's side
 */
export function sidesOf(
  caller: { readonly userId: number; readonly role: Role },
  named: { readonly customer_id?: number | undefined; readonly provider_id?: number | undefined },
): Sides {
  const [own, other] =
    caller.role === 'customer' ? (['customer_id', 'provider_id'] as const) : (['provider_id', 'customer_id'] as const);
  const { [own]: self = caller.userId, [other]: partner } = named;
  if (self !== caller.userId)
    throw new CommandError('forbidden', `${own}: a ${caller.role} opens chats for itself alone`);
  if (partner === undefined) throw invalid(other, 'is missing');
  if (partner === caller.userId) throw invalid(other, 'must be another user');
  return own === 'customer_id'
    ? { customerId: caller.userId, providerId: partner }
    : { customerId: partner, providerId: caller.userId };
}
