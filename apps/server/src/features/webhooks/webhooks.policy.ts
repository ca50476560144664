import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/errors.js';

/** Who an administrative step is written down for: an admin's user id, or 0 for the host platform. */
export function actorIdOf(actor: Actor): number {
  return actor.kind === 'user' ? actor.userId : 0;
}

/**
 * In production an address that a page names is reached by TLS alone: who writes with whom is nobody else's.
 * @throws CommandError `invalid_payload`
 */
export function requireSafeAddress(url: string, production: boolean): void {
  if (production && !url.toLowerCase().startsWith('https://')) throw invalid('url', 'must begin with https://');
}
