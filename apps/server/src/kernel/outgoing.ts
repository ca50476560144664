/**
 * The one way out to addresses that others name (web pages, webhooks, push services): a request to anything but a public
 * address is refused. `outgoing/` implements it.
 */
export interface Outgoing {
  /** @throws OutgoingError, and nothing else */
  send(request: OutgoingRequest): Promise<OutgoingResponse>;
}

export interface OutgoingRequest {
  /** http or https, without a name or password in it. */
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything together, waiting for its turn and redirects included; 10,000 when left out. */
  readonly timeoutMs?: number;
  /** The most bytes of an answer's body; 1 MiB when left out. */
  readonly maxBytes?: number;
  /** A longer body is cut there instead of refused. */
  readonly cut?: boolean;
  /** How many redirects are followed, each checked anew; 0 when left out: then a redirect is the answer. */
  readonly redirects?: number;
  /** Any port may be named, not only 80 and 443. */
  readonly anyPort?: boolean;
  /** Looks at an answer before its body is read; false: the body is left unread. */
  readonly wantsBody?: (response: { readonly status: number; readonly headers: OutgoingHeaders }) => boolean;
}

/** Names in lower case; a header that came several times is joined by commas. */
export type OutgoingHeaders = Readonly<Record<string, string>>;

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: OutgoingHeaders;
  /** As it came: no content encoding is asked for, and none is undone. */
  readonly body: Uint8Array;
  /** True when `cut` shortened the body. */
  readonly wasCut: boolean;
  /** Where it came from, after redirects. */
  readonly url: string;
}

/**
 * - `forbidden`: the address may not be reached (the message says why); trying again changes nothing
 * - `unreachable`: no such name, nothing listens, a broken connection or certificate
 * - `timeout`, `too_large`, `too_many_redirects`
 * - `busy`: too many requests wait already
 */
export type OutgoingFailure = 'forbidden' | 'unreachable' | 'timeout' | 'too_large' | 'too_many_redirects' | 'busy';

/** A request that brought no answer. The message is for operators: it is never shown to a user. */
export class OutgoingError extends Error {
  constructor(
    readonly kind: OutgoingFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'OutgoingError';
  }
}

export const OUTGOING = Symbol('Outgoing');
