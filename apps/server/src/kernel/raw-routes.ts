import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';

/** One request of a route whose bodies are bytes and not JSON. */
export interface RawCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the path names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** From the Bearer token; anonymous without one. */
  readonly actor: Actor;
  /** The client's address, through `TRUST_PROXY`. */
  readonly address: string;
}

/**
 * What a feature does over HTTP that is no command: it takes or gives files. The HTTP door has checked the origin and the
 * token, and set the headers that every answer has; all else is the route's own.
 */
export interface RawRoute {
  readonly methods: readonly ('GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE')[];
  /** Under `/api`; `:name` is a part of the path that becomes one of `params`. */
  readonly path: string;
  /** Headers that browsers of other origins may send, and read. */
  readonly requestHeaders?: readonly string[];
  readonly responseHeaders?: readonly string[];
  /** Answers. What it throws before it has begun to becomes a problem, after that the connection is cut. */
  handle(call: RawCall): Promise<void>;
}

/** Routes that features bring while they are made; the HTTP door mounts them, and knows none. */
@Injectable()
export class RawRoutes {
  readonly #routes: RawRoute[] = [];

  add(...routes: readonly RawRoute[]): void {
    this.#routes.push(...routes);
  }

  all(): readonly RawRoute[] {
    return this.#routes;
  }
}
