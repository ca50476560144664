import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { OutgoingHeaders, OutgoingRequest, OutgoingResponse } from '../kernel/outgoing.js';
import { OutgoingError } from '../kernel/outgoing.js';
import type { Target } from './target.js';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 1024 * 1024;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/**
 * One request to one address that was checked. The connection goes to that address whatever the name says by now (DNS
 * rebinding), is nobody else's before, and is closed after.
 * @throws OutgoingError, or what `signal` was aborted with
 */
export function oneHop(
  target: Target,
  address: ResolvedAddress,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<OutgoingResponse> {
  const { url } = target;
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', 'user-agent': 'stm-chat', ...request.headers, host: url.host },
      agent: false,
      lookup: pinnedTo(address),
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    });
    const fail = (error: unknown) => {
      call.destroy();
      if (signal.aborted) reject(signal.reason as Error);
      else if (error instanceof OutgoingError) reject(error);
      else reject(new OutgoingError('unreachable', `${url.host} did not answer`, error));
    };
    call.on('error', fail);
    call.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const headers = headersOf(response);
      const done = (body: Uint8Array, wasCut: boolean) => {
        resolve({ status, headers, body, wasCut, url: url.href });
        response.destroy();
      };
      response.on('error', fail);
      if (request.wantsBody?.({ status, headers }) === false) done(new Uint8Array(), false);
      else readBody(response, request, done, fail);
    });
    call.end(request.body);
  });
}

function readBody(
  response: http.IncomingMessage,
  { maxBytes = MAX_BODY_BYTES, cut = false }: OutgoingRequest,
  done: (body: Uint8Array, wasCut: boolean) => void,
  fail: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= maxBytes) return;
    if (cut) done(Buffer.concat(chunks).subarray(0, maxBytes), true);
    else fail(new OutgoingError('too_large', `an answer is longer than ${maxBytes} bytes`));
  });
  response.on('end', () => done(Buffer.concat(chunks), false));
  response.on('aborted', () => fail(new Error('the answer ended too early')));
}

function headersOf(response: http.IncomingMessage): OutgoingHeaders {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Answers what was checked; Node asks for one address or for all of them. */
function pinnedTo({ address, family }: ResolvedAddress): LookupFunction {
  return (_host, options, answer) => {
    if (options.all === true) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
}
