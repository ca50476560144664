import type { Contract } from '@stm-chat/protocol/schemas';
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { insidesIn } from '../invariants/oracle.js';

export type Door = 'rest' | 'socket';

/** How a door answered. `code` is `ok`, an error's, or `silence`. */
export interface DoorAnswer {
  readonly code: string;
  readonly status: number | null;
  readonly output: unknown;
  readonly text: string;
  /** What it should not have let out. */
  readonly leaks: readonly string[];
}

const LIMIT_MS = 10_000;
const TRIES = 20;
/** What the client says of a transport that was not opened. */
const BUSY: ReadonlySet<string> = new Set(['websocket error', 'xhr poll error', 'timeout']);

export function doorsOf({ spec }: Contract): Door[] {
  return [...(spec.rest === undefined ? [] : (['rest'] as const)), ...(spec.socket ? (['socket'] as const) : [])];
}

/** What is refused is looked at for insides; what succeeds holds what people wrote. */
function answered(code: string, status: number | null, output: unknown, text: string): DoorAnswer {
  return { code, status, output, text, leaks: code === 'ok' ? [] : insidesIn(text) };
}

/** A request as REST takes it: what of an input goes into the path and the query, and what into the body. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  /** The input as the server will see it: what stands in an address is text. */
  readonly seen: Record<string, unknown>;
}

/** @returns null for an input that no request can carry (an object in a path) */
export function requestOf({ spec }: Contract, input: Readonly<Record<string, unknown>>): RestRequest | null {
  const { rest } = spec;
  if (rest === undefined) return null;
  const seen: Record<string, unknown> = {};
  const left = new Map(Object.entries(input));
  let impossible = false;
  const path = rest.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = left.get(name);
    left.delete(name);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    // An empty segment, dots and lone surrogates are another address, or none.
    if (text === '' || /^\.\.?$/.test(text) || !text.isWellFormed()) impossible = true;
    seen[name] = text;
    return impossible ? '-' : encodeURIComponent(text);
  });
  if (impossible) return null;
  if (rest.method === 'GET') {
    const query = new URLSearchParams();
    for (const [name, value] of left) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (typeof value === 'object' || !text.isWellFormed() || !name.isWellFormed()) return null;
      query.append(name, text);
      seen[name] = text;
    }
    const search = query.toString();
    return { method: rest.method, path: search === '' ? path : `${path}?${search}`, body: undefined, seen };
  }
  for (const [name, value] of left) Object.defineProperty(seen, name, { value, enumerable: true });
  return {
    method: rest.method,
    path,
    body: left.size === 0 ? undefined : JSON.stringify(Object.fromEntries(left)),
    seen,
  };
}

export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function overRest(url: string, { method, path, body, token, headers = {} }: Sending): Promise<DoorAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const text = await response.text();
  const parsed = parse(text) as { code?: unknown } | undefined;
  const code = response.ok ? 'ok' : typeof parsed?.code === 'string' ? parsed.code : `status ${response.status}`;
  return answered(code, response.status, parsed, text);
}

/** A connection of an attacker. */
export class Line {
  private constructor(readonly socket: Socket) {}

  /** @throws with the server's `code` when it is refused */
  static async open(url: string, token: unknown): Promise<Line> {
    const socket = io(`${url}/chat`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error: Error & { data?: { code?: string } }) =>
        reject(new Error(error.data?.code ?? error.message)),
      );
    });
    return new Line(socket);
  }

  /** As clients do: a server that has too much to do closes the transport before any handler, and is asked again. */
  static async openPatiently(url: string, token: unknown): Promise<Line> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await Line.open(url, token);
      } catch (error) {
        if (tries === TRIES || !(error instanceof Error) || !BUSY.has(error.message)) throw error;
        await wait(500);
      }
    }
  }

  async call(event: string, ...payload: unknown[]): Promise<DoorAnswer> {
    try {
      const answer = await this.socket.timeout(LIMIT_MS).emitWithAck(event, ...payload);
      const text = JSON.stringify(answer);
      return answered(answer.ok === true ? 'ok' : String(answer.error?.code), null, answer, text);
    } catch {
      return answered('silence', null, undefined, '');
    }
  }

  close(): void {
    this.socket.disconnect();
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
