import { CommandError, invalid } from '../../kernel/errors.js';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { MemberView } from '../chats/chats.api.js';
import type { Begun } from './attachments.repository.js';

/** @throws CommandError `unauthorized` without a token, `forbidden` for the host platform */
export function requireUserActor(actor: Actor): UserActor {
  if (actor.kind === 'anonymous') throw new CommandError('unauthorized', 'Sign in first.');
  if (actor.kind === 'service') throw new CommandError('forbidden', 'Only a user may do this.');
  return actor;
}

/** @throws CommandError `chat_closed` */
export function requireOpenChat({ status }: Pick<MemberView, 'status'>): void {
  if (status === 'closed') throw new CommandError('chat_closed', 'The chat is closed.');
}

/** @param most bytes; null: any number. @throws CommandError `payload_too_large` */
export function requireSize(length: number, most: number | null): void {
  if (most !== null && length > most)
    throw new CommandError('payload_too_large', `file: must have at most ${most} bytes`);
  if (length === 0) throw invalid('file', 'must not be empty');
}

/** @throws CommandError `rate_limited` */
export function requireRoom({ outcome, retry_after_ms: retryAfterMs }: Begun): void {
  if (outcome === 'done') return;
  const why = {
    open: 'Too many uploads are unfinished; finish or cancel some first.',
    count: 'Too many uploads within a day.',
    bytes: 'Too much was uploaded within a day.',
  };
  throw new CommandError('rate_limited', why[outcome], { retryAfterMs: Math.max(1, Math.ceil(retryAfterMs ?? 1)) });
}
