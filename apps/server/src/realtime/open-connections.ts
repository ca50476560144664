import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from '../kernel/client-address.js';

/** What the engine tells of a connection: the part that we use. */
interface EngineSocket {
  readonly request: IncomingMessage;
  on(event: 'close', listener: () => void): unknown;
}

/** Counts transports, authenticated or not, in all and by client address. */
export class OpenConnections {
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  /**
   * @param hops trusted proxies in front, as in `TRUST_PROXY`
   * @param onChange told how many connections from an address there are now
   */
  constructor(
    private readonly hops: number,
    private readonly onChange: (address: string, connections: number) => void,
  ) {}

  get total(): number {
    return this.#total;
  }

  /** The client's address of a request, as it is counted. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.hops);
  }

  from(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }

  came(socket: EngineSocket): void {
    const address = this.addressOf(socket.request);
    this.#total += 1;
    this.#put(address, this.from(address) + 1);
    socket.on('close', () => {
      this.#total -= 1;
      this.#put(address, this.from(address) - 1);
    });
  }

  #put(address: string, connections: number): void {
    if (connections > 0) this.#byAddress.set(address, connections);
    else this.#byAddress.delete(address);
    this.onChange(address, Math.max(0, connections));
  }
}

/**
 * @param share of the files that this process may open; the rest is for the database, uploads and the web page
 * @returns infinity where the limit cannot be read
 */
export function connectionsByFileLimit(share: number): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Math.floor(Number(soft) * share);
  } catch {
    return Number.POSITIVE_INFINITY; // not Linux: the operator sets LIMIT_CONNECTIONS
  }
}
