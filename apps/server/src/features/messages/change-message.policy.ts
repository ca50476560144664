import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import type { Spending } from '../../kernel/limiter.js';
import { rateLimited } from '../../kernel/run-command.js';
import type { ChangeOutcome } from './change-message.repository.js';

/** One of the two parties has blocked the other: said openly, so that nobody waits for an answer. */
export function blocked(): CommandError {
  return new CommandError('forbidden', 'One of you has blocked the other. A dispute can still be opened.');
}

/**
 * Lets a change pass that was done, or had been before.
 * @throws CommandError that says why nothing was written
 */
export function requireChanged(outcome: ChangeOutcome, limit: Spending): void {
  switch (outcome) {
    case 'done':
    case 'same':
      return;
    case 'no_chat':
      throw notFound('chat');
    case 'no_message':
      throw notFound('message');
    case 'not_mine':
      throw new CommandError('forbidden', 'Only its author may change a message.');
    case 'system':
      throw new CommandError('forbidden', 'A message of the system stays as it is.');
    case 'no_voice':
      throw new CommandError('forbidden', 'Only a voice message can be played.');
    case 'empty':
      throw invalid('message', 'must not be empty');
    case 'deleted':
      throw new CommandError('forbidden', 'The message was deleted.');
    case 'chat_closed':
      throw new CommandError('chat_closed', 'The chat is closed.');
    case 'blocked':
      throw blocked();
    case 'disputed':
      throw new CommandError('forbidden', 'While a dispute runs, what was said stays.');
    case 'offer':
      throw new CommandError('forbidden', 'An offer stays as it was made; another one takes its place.');
    case 'too_late':
      throw new CommandError('forbidden', 'The message is too old to be changed.');
    case 'too_many':
      throw new CommandError('conflict', 'The message has as many different reactions as it can have.');
    case 'rate_limited':
      throw rateLimited(limit);
  }
}
