import { lookup } from 'node:dns/promises';
import type { Clock } from '../kernel/clock.js';
import { type Outgoing, OutgoingError, type OutgoingRequest, type OutgoingResponse } from '../kernel/outgoing.js';
import { mayReach, type Network } from './address-policy.js';
import { oneHop, type ResolvedAddress } from './one-hop.js';
import { Slots } from './slots.js';
import { readTarget, type Target } from './target.js';

const TIMEOUT_MS = 10_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What is not carried on to another origin. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

export interface GuardedClientOptions {
  readonly clock: Clock;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** Networks that may be reached although they are not public. */
  readonly allowed: readonly Network[];
  readonly resolve?: Resolve;
}

const askDns: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The client behind the port `Outgoing`: for every hop the name is resolved once, every address of it has to be one that
 * may be reached, and the connection goes to one of these and nowhere else.
 */
export class GuardedClient implements Outgoing {
  readonly #options: GuardedClientOptions;
  readonly #slots: Slots;

  constructor(options: GuardedClientOptions) {
    this.#options = options;
    this.#slots = new Slots(options.concurrency);
  }

  async send(request: OutgoingRequest): Promise<OutgoingResponse> {
    const { timeoutMs = TIMEOUT_MS } = request;
    const controller = new AbortController();
    const cancel = this.#options.clock.after(timeoutMs, () => {
      controller.abort(new OutgoingError('timeout', `no answer within ${timeoutMs} ms`));
    });
    try {
      return await this.#follow(request, controller.signal);
    } catch (error) {
      if (error instanceof OutgoingError) throw error;
      throw new OutgoingError('unreachable', 'an outgoing request failed', error);
    } finally {
      cancel();
      controller.abort();
    }
  }

  async #follow(first: OutgoingRequest, signal: AbortSignal): Promise<OutgoingResponse> {
    const { redirects = 0, anyPort = false } = first;
    let request = first;
    let target = readTarget(first.url, anyPort);
    for (let hop = 0; ; hop += 1) {
      const response = await this.#send(target, request, signal);
      const { location } = response.headers;
      if (redirects === 0 || location === undefined || !REDIRECTS.has(response.status)) return response;
      if (hop === redirects) throw new OutgoingError('too_many_redirects', `more than ${redirects} redirects`);
      const next = readTarget(location, anyPort, target.url);
      request = redirected(request, response.status, next.url.origin === target.url.origin);
      target = next;
    }
  }

  async #send(target: Target, request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingResponse> {
    const giveBack = await this.#slots.take(target.host, signal);
    try {
      return await oneHop(target, await this.#checkedAddress(target, signal), request, signal);
    } finally {
      giveBack();
    }
  }

  /** One address that may be reached; a name that has any other one beside it is refused as a whole. */
  async #checkedAddress({ host, family }: Target, signal: AbortSignal): Promise<ResolvedAddress> {
    const addresses = family === 0 ? await this.#resolve(host, signal) : [{ address: host, family }];
    const [first] = addresses;
    if (first === undefined) throw new OutgoingError('unreachable', `${host} has no address`);
    if (!addresses.every(({ address }) => mayReach(address, this.#options.allowed))) {
      throw new OutgoingError('forbidden', `${host} is not a public address (OUTGOING_ALLOW can name it)`);
    }
    return first;
  }

  async #resolve(host: string, signal: AbortSignal): Promise<readonly ResolvedAddress[]> {
    const { resolve = askDns } = this.#options;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    aborted.catch(() => undefined);
    try {
      return await Promise.race([resolve(host), aborted]);
    } catch (error) {
      if (error instanceof OutgoingError) throw error;
      throw new OutgoingError('unreachable', `${host} has no address`, error);
    }
  }
}

/** What is asked of the next hop: as browsers do it, and without secrets for another origin. */
function redirected(request: OutgoingRequest, status: number, sameOrigin: boolean): OutgoingRequest {
  const { body, ...rest } = request;
  const keepsBody = status === 307 || status === 308;
  const headers = Object.entries(request.headers ?? {}).filter(
    ([name]) => (sameOrigin || !SECRET_HEADERS.has(name.toLowerCase())) && (keepsBody || !/^content-/i.test(name)),
  );
  const kept = { ...rest, headers: Object.fromEntries(headers) };
  if (keepsBody) return body === undefined ? kept : { ...kept, body };
  return { ...kept, method: request.method === 'HEAD' ? 'HEAD' : 'GET' };
}
