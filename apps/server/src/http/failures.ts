import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { FRAME_MAX_BYTES, type WireError } from '@stm-chat/protocol';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CommandError, notFound } from '../kernel/errors.js';
import type { Logger } from '../kernel/logger.js';
import { toWireError } from '../kernel/wire-error.js';
import { problemOf, sendProblem } from './problem.js';

/** The route of all files of the web page. */
const WEB_PAGE = '/*';

/** What a handler, a hook or Fastify itself threw, in the one form of all errors. */
export function answerErrors(http: FastifyInstance, logger: Logger): void {
  http.setErrorHandler((error: FastifyError | CommandError, request, reply) => {
    if (error instanceof CommandError) return sendProblem(reply, toWireError(error));
    const isRefused = error.statusCode !== undefined && error.statusCode < 500;
    // A way out of the folder of the web page, NUL in a name: there is no such file, and nothing to explain.
    const isNoFile = request.routeOptions.url === WEB_PAGE && [400, 403].includes(error.statusCode ?? 500);
    if (isNoFile) return sendProblem(reply, toWireError(notFound('route')));
    if (error.statusCode === 413) {
      return sendProblem(reply, {
        code: 'payload_too_large',
        message: `body: must have at most ${FRAME_MAX_BYTES} bytes`,
      });
    }
    if (isRefused) {
      return sendProblem(reply, {
        code: 'invalid_payload',
        message: 'request: cannot be read; bodies must be application/json',
      });
    }
    logger.error({ err: error, request_id: request.id }, 'a request failed');
    return sendProblem(reply, toWireError(error, request.id));
  });
}

/** An address that the router cannot read: bad percent encoding. */
export function answerBadAddress(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, { code: 'invalid_payload', message: 'path: cannot be read' });
}

/**
 * What is no HTTP at all, or too much of it: there is no reply to send, and the answer goes to the bare socket, unless a
 * response has begun there.
 */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  const { _httpMessage: response } = socket as { _httpMessage?: { readonly headersSent: boolean } | null };
  if (socket.writable && error.code !== 'ECONNRESET' && response?.headersSent !== true) {
    const { status, type, body } = problemOf(refusalOf(error.code));
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `Cache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function refusalOf(code: string | undefined): WireError {
  if (code === 'HPE_HEADER_OVERFLOW') return { code: 'payload_too_large', message: 'headers: are too long' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { code: 'invalid_payload', message: 'request: took too long' };
  return { code: 'invalid_payload', message: 'request: is not valid HTTP' };
}
