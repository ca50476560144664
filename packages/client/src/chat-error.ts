import type { ErrorCode, WireError } from '@stm-chat/protocol';

/** What every failed call of the SDK throws: a code of the protocol, whatever door it came through. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ErrorCode;
  /** Milliseconds after which the same call may succeed. */
  readonly retryAfterMs: number | undefined;
  /** Of `internal`: with it the operator finds in the log what went wrong. */
  readonly requestId: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { retryAfterMs?: number | undefined; requestId?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.requestId = options.requestId;
  }
}

/** There is no session any more: nobody signed in, signed out elsewhere, or refused. Only signing in again helps. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';

  constructor(message = 'The session has ended', options: { cause?: unknown } = {}) {
    super(message, options);
  }
}

/** The error as it travels and as an outbox keeps it. */
export function toWireError(error: unknown): WireError {
  const known = toChatError(error);
  const wire: WireError = { code: known.code, message: known.message };
  if (known.retryAfterMs !== undefined) wire.retry_after_ms = known.retryAfterMs;
  if (known.requestId !== undefined) wire.request_id = known.requestId;
  return wire;
}

/** Whatever was thrown, as a ChatError; what is not understood counts as `unavailable`, so that it is tried again. */
export function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof SessionEnded) return new ChatError('unauthorized', error.message, { cause: error });
  const message = error instanceof Error ? error.message : 'The server cannot be reached';
  return new ChatError('unavailable', message, { cause: error });
}

/** It may be different the next time: the server is away, busy or broken, and has said nothing about what it was asked. */
export function isPassing(error: unknown): boolean {
  const { code } = toChatError(error);
  return code === 'unavailable' || code === 'rate_limited' || code === 'internal';
}
