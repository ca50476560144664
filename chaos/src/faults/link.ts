import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Pump } from './pump.js';

/** What a link does to what passes it. */
export type LinkMode =
  | { readonly kind: 'pass' }
  /** Everything arrives, later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Nothing arrives, and nobody is told: half-open. What was sent meanwhile arrives afterwards, as TCP has it. */
  | { readonly kind: 'blackhole' }
  /** New connections are refused; open ones are reset. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** Each connection is reset after so many more bytes. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What the link did, as proof that a fault happened. */
export interface LinkCounts {
  /** Connections that were opened. */
  opened: number;
  /** Connections that were reset or refused. */
  reset: number;
  /** Bytes that waited: delayed, throttled or held. */
  held: number;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly pumps: readonly Pump[];
  bytes: number;
}

/** A TCP proxy between two parts, whose target may change from one connection to the next. */
export class Link {
  readonly counts: LinkCounts = { opened: 0, reset: 0, held: 0 };
  readonly #pairs = new Set<Pair>();
  readonly #server: Server;
  #mode: LinkMode = { kind: 'pass' };

  private constructor(
    readonly name: string,
    private readonly target: () => Address | null,
  ) {
    this.#server = createServer((client) => this.#accept(client));
  }

  /** @param target asked for every new connection; null: nobody is there, and the connection is reset */
  static async open(name: string, target: () => Address | null): Promise<Link> {
    const link = new Link(name, target);
    await new Promise<void>((resolve) => void link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get mode(): LinkMode {
    return this.#mode;
  }

  /** Connections that stand. */
  get open(): number {
    return this.#pairs.size;
  }

  set(mode: LinkMode): void {
    this.#mode = mode;
    if (mode.kind === 'reset') this.reset();
    for (const pair of this.#pairs) {
      pair.bytes = 0;
      for (const pump of pair.pumps) pump.modeChanged();
    }
  }

  /** Resets every open connection. */
  reset(): void {
    for (const pair of this.#pairs) this.#destroy(pair);
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    client.on('error', nothing);
    const target = this.#mode.kind === 'reset' ? null : this.target();
    if (target === null) {
      this.counts.reset += 1;
      client.resetAndDestroy();
      return;
    }
    this.counts.opened += 1;
    const upstream = connect({ ...target, noDelay: true });
    client.setNoDelay(true);
    upstream.on('error', nothing);
    const onBytes = (count: number): void => this.#passed(pair, count);
    const held = (count: number): void => void (this.counts.held += count);
    const mode = (): LinkMode => this.#mode;
    const pair: Pair = {
      client,
      upstream,
      bytes: 0,
      pumps: [new Pump(client, upstream, mode, onBytes, held), new Pump(upstream, client, mode, onBytes, held)],
    };
    this.#pairs.add(pair);
    const closed = (): void => {
      if (!client.destroyed || !upstream.destroyed) return;
      this.#pairs.delete(pair);
      for (const pump of pair.pumps) pump.stop();
    };
    client.on('close', closed);
    upstream.on('close', closed);
  }

  #passed(pair: Pair, count: number): void {
    pair.bytes += count;
    if (this.#mode.kind === 'cut' && pair.bytes >= this.#mode.afterBytes) this.#destroy(pair);
  }

  #destroy(pair: Pair): void {
    this.counts.reset += 1;
    this.#pairs.delete(pair);
    for (const pump of pair.pumps) pump.stop();
    pair.client.resetAndDestroy();
    pair.upstream.resetAndDestroy();
  }
}

const nothing = (): void => undefined;
