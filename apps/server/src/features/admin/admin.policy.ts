import type { Actor } from '../../kernel/actor.js';
import { CommandError } from '../../kernel/errors.js';

/** Who an administrative step is written down for: an admin's user id, or 0 for the host platform. */
export function administratorId(actor: Actor): number {
  return actor.kind === 'user' ? actor.userId : 0;
}

/**
 * Administrators do not shut themselves out: the last one would leave nobody who could let anybody in.
 * @throws CommandError `forbidden`
 */
export function requireNotOneself(actor: Actor, userId: number): void {
  if (actor.kind === 'user' && actor.userId === userId) {
    throw new CommandError('forbidden', 'Another admin has to do this to your account.');
  }
}
