import type { Actor } from '../../kernel/actor.js';
import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import type { Party } from './chats.api.js';
import type { StepOutcome } from './chats.repository.js';

/** Who an administrative step is written down for: an admin's user id, or 0 for the host platform. */
export function administratorId(actor: Actor): number {
  return actor.kind === 'user' ? actor.userId : 0;
}

/**
 * Lets a step pass that did what was asked, or found it done.
 * @param role the seat that was asked for, for the words of a refusal
 * @throws CommandError that says why nothing was written
 */
export function requireDone(outcome: StepOutcome, role: Party | 'member' = 'member'): void {
  switch (outcome) {
    case 'done':
    case 'same':
      return;
    case 'no_chat':
      throw notFound('chat');
    case 'no_user':
    case 'no_member':
      throw notFound('user');
    case 'wrong_role':
      throw invalid('userId', `is not a ${role}`);
    case 'taken':
      throw new CommandError('conflict', `The chat has a ${role} already; remove that member first.`);
    case 'other_seat':
      throw new CommandError('conflict', 'The user has another seat in this chat.');
    case 'disputed':
      throw new CommandError('conflict', 'A dispute is running on this chat; it has to end first.');
  }
}

/**
 * A chat joins two people with the roles of their sides.
 * @param roleOf the role that each of them has here, if the user is known
 * @throws CommandError `invalid_payload` naming the side that is wrong
 */
export function requireSides(
  { customerId, providerId }: { readonly customerId: number; readonly providerId: number },
  roleOf: (userId: number) => string | undefined,
): void {
  const is = (userId: number, role: Party) => (roleOf(userId) ?? role) === role;
  if (!is(customerId, 'customer')) throw invalid('customer_id', 'is not a customer');
  if (!is(providerId, 'provider')) throw invalid('provider_id', 'is not a provider');
  if (customerId === providerId) throw invalid('provider_id', 'must be another user');
}
