import type { ErrorCode } from '@stm-chat/protocol';

/** A refusal that the caller may see. Everything else that is thrown becomes `internal` without details. */
export class CommandError extends Error {
  readonly retryAfterMs: number | undefined;

  /**
   * @param code one of the protocol's error codes
   * @param message for people; names the field when a field is at fault; never SQL, paths or secrets
   * @param options `retryAfterMs`: milliseconds after which the same call may succeed
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CommandError';
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A thing that does not exist and a thing that the actor may not see are told apart by nobody: one text for both. */
export function notFound(
  what:
    | 'chat'
    | 'message'
    | 'user'
    | 'route'
    | 'notification'
    | 'dispute'
    | 'session'
    | 'report'
    | 'upload'
    | 'attachment'
    | 'text'
    | 'webhook'
    | 'job'
    | 'device'
    | 'push',
): CommandError {
  return new CommandError('not_found', `No such ${what}.`);
}

/** The request is malformed; `field` is the path of what is wrong. */
export function invalid(field: string, why: string): CommandError {
  return new CommandError('invalid_payload', `${field}: ${why}`);
}

/** A dependency is away or busy: nothing was stored, or it is not known. `cause` goes to the log alone. */
export function unavailable(why: string, cause?: unknown): CommandError {
  return new CommandError('unavailable', why, { cause, retryAfterMs: 1000 });
}
