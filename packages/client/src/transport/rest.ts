import { COMMANDS, type CommandName, type CommandSpec, type ErrorCode } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { SessionSource } from '../session/session-source.js';
import { errorOf } from './wire-answer.js';

/** After this many milliseconds without an answer a request is given up. */
export const REST_TIMEOUT_MS = 15_000;

/** What has to be put together first may take longer to begin. */
const FILE_TIMEOUT_MS = 60_000;

/** As much of `fetch` as the SDK uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RestOptions {
  readonly url: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Calls the REST route of a command. Throws `ChatError`; without any answer its code is `unavailable`. */
export async function callRest(
  options: RestOptions,
  name: CommandName,
  input: Readonly<Record<string, unknown>>,
  token?: string,
): Promise<unknown> {
  const spec: CommandSpec = COMMANDS[name];
  if (spec.rest === undefined) throw new ChatError('unavailable', `${name} needs a connection`);
  const { path, rest } = fillPath(spec.rest.path, input);
  const inQuery = spec.rest.method === 'GET' || spec.rest.method === 'DELETE';
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (!inQuery) headers['content-type'] = 'application/json';
  const body = inQuery ? {} : { body: JSON.stringify(rest) };
  const init = { method: spec.rest.method, headers, ...body };
  // The whole answer counts: a body that stops in the middle must not hold the caller for ever.
  return ask(options, path + (inQuery ? toQuery(rest) : ''), init, REST_TIMEOUT_MS, readBody);
}

function fillPath(pattern: string, input: Readonly<Record<string, unknown>>) {
  const rest: Record<string, unknown> = { ...input };
  const path = pattern.replace(/:(\w+)/g, (_, field: string) => {
    delete rest[field];
    return encodeURIComponent(String(input[field]));
  });
  return { path, rest };
}

function toQuery(fields: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) query.set(name, String(value as string | number | boolean));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * Fetches a file of the server, such as the evidence of a dispute. Throws `ChatError`.
 * @param path from `/api/` on, with its query
 */
export async function fetchFile(options: RestOptions, path: string, token: string): Promise<Blob> {
  const headers = { authorization: `Bearer ${token}` };
  return ask(options, path, { headers }, FILE_TIMEOUT_MS, (response, inTime) => {
    // A file may be long: only its beginning is waited for.
    inTime();
    return response.blob();
  });
}

/** @param take reads the answer; it has to be there in that time too, unless `inTime` was called before. */
async function ask<T>(
  { clock, fetch, url }: RestOptions,
  path: string,
  init: RequestInit,
  timeoutMs: number,
  take: (response: Response, inTime: () => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const inTime = clock.after(timeoutMs, () => abort.abort());
  try {
    const response = await fetch(url + path, { ...init, signal: abort.signal });
    if (response.ok) return await take(response, inTime);
    const { status } = response;
    throw errorOf(
      await readBody(response),
      CODES[status] ?? 'unavailable',
      `The server answered ${status}`,
      retryAfter(response),
    );
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw new ChatError('unavailable', 'The server cannot be reached', { cause: error });
  } finally {
    inTime();
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    // A page of a proxy or of a captive portal: no answer of ours, whatever its status says.
    if (response.ok) throw new ChatError('unavailable', 'The answer is not from the chat server', { cause: error });
    return undefined;
  }
}

/** For answers without a code of ours. Only the clear cases: a stray 404 of a proxy must not fail a message for good. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  413: 'payload_too_large',
  429: 'rate_limited',
};

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** True for the two codes that mean: get another token. */
function isTokenRefused(error: unknown): boolean {
  return error instanceof ChatError && (error.code === 'unauthorized' || error.code === 'token_expired');
}

/** Calls a command of a signed-in user. Throws `ChatError`, and `SessionEnded` when there is no session any more. */
export function callSignedIn(
  options: RestOptions,
  session: SessionSource,
  name: CommandName,
  input: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return withToken(session, (token) => callRest(options, name, input, token));
}

/** Asks with the token that there is, and once more with a fresh one where that was refused. */
export async function withToken<T>(session: SessionSource, ask: (token: string) => Promise<T>): Promise<T> {
  const token = await session.getToken({ forceRefresh: false });
  try {
    return await ask(token);
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    // Of several calls that were refused together the first one has a fresh token made for all.
    const present = await session.getToken({ forceRefresh: false });
    return ask(present === token ? await session.getToken({ forceRefresh: true }) : present);
  }
}
