import { ERROR_STATUS, type CommandSpec, type ErrorCode } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_STATUS, value);
}

/** What an acknowledgement carries: its output, or its error thrown. */
export function readAck(spec: CommandSpec, answer: unknown): unknown {
  if (isObject(answer) && answer['ok'] === true) return spec.ack === undefined ? undefined : answer[spec.ack];
  const error = isObject(answer) && isObject(answer['error']) ? answer['error'] : {};
  throw errorOf(error, 'unavailable', 'The answer is not understood');
}

/**
 * The error of an acknowledgement, a problem document (RFC 9457) or an `error` event. What carries no code of ours was
 * not written by our server (a proxy, a captive portal): `fallback`.
 */
export function errorOf(body: unknown, fallback: ErrorCode, text: string, retryAfterMs?: number): ChatError {
  const fields = isObject(body) ? body : {};
  const code = isErrorCode(fields['code']) ? fields['code'] : fallback;
  const said = [fields['message'], fields['detail'], fields['title']].find((part) => typeof part === 'string');
  const wait = fields['retry_after_ms'];
  const requestId = fields['request_id'];
  return new ChatError(code, typeof said === 'string' ? said : text, {
    retryAfterMs: typeof wait === 'number' ? wait : retryAfterMs,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  });
}
