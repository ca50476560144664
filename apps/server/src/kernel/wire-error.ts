import type { WireError } from '@stm-chat/protocol';
import { CommandError } from './errors.js';

/**
 * What the caller is told; anything that is not a `CommandError` is `internal`, without a word about it.
 * @param requestId with which the operator finds in the log what was not told
 */
export function toWireError(error: unknown, requestId?: string): WireError {
  if (!(error instanceof CommandError))
    return {
      code: 'internal',
      message: 'Something went wrong on our side.',
      ...(requestId === undefined ? {} : { request_id: requestId }),
    };
  return {
    code: error.code,
    message: error.message,
    ...(error.retryAfterMs === undefined ? {} : { retry_after_ms: Math.ceil(error.retryAfterMs) }),
  };
}
