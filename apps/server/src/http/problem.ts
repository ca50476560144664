import { ERROR_STATUS, type WireError } from '@stm-chat/protocol';
import type { FastifyReply } from 'fastify';

const PROBLEM = 'application/problem+json';

/** An error as RFC 9457 writes it, with the same `code` as on the socket. */
export function problemOf(error: WireError): { readonly status: number; readonly type: string; readonly body: string } {
  const status = ERROR_STATUS[error.code] || 500;
  const body = JSON.stringify({
    type: 'about:blank',
    title: TITLES[error.code],
    status,
    code: error.code,
    detail: error.message,
    message: error.message,
    ...(error.retry_after_ms === undefined ? {} : { retry_after_ms: error.retry_after_ms }),
    ...(error.request_id === undefined ? {} : { request_id: error.request_id }),
  });
  return { status, type: PROBLEM, body };
}

export function sendProblem(reply: FastifyReply, error: WireError): FastifyReply {
  const { status, type, body } = problemOf(error);
  if (error.retry_after_ms !== undefined) void reply.header('Retry-After', Math.ceil(error.retry_after_ms / 1000));
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  return reply.code(status).type(type).header('Cache-Control', 'no-store').send(body);
}

const TITLES: Readonly<Record<WireError['code'], string>> = {
  invalid_payload: 'The request is not valid',
  unauthorized: 'Not signed in',
  token_expired: 'The token expired',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  chat_closed: 'The chat is closed',
  payload_too_large: 'Too large',
  rate_limited: 'Too many requests',
  displaced: 'Displaced',
  unavailable: 'Unavailable for the moment',
  internal: 'Internal error',
};
