import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A line between clients and a server that can be cut, or made to swallow everything. */
export interface TcpProxy {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Ends all connections, as when a server is gone for a moment. */
  cut(): void;
  /** While true nothing passes, and nobody is told: half-open connections. */
  swallow(on: boolean): void;
  close(): Promise<void>;
}

export async function openTcpProxy(port: number): Promise<TcpProxy> {
  const ends = new Set<Socket>();
  let swallowing = false;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      ends.add(from);
      from.on('data', (chunk) => {
        if (!swallowing) to.write(chunk);
      });
      // What matters of an error is that the connection is over, and `close` says that.
      from.on('error', () => undefined);
      from.on('close', () => {
        ends.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const cut = () => ends.forEach((end) => end.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    swallow: (on) => void (swallowing = on),
    async close() {
      cut();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
