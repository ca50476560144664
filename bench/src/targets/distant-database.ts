import net from 'node:net';

/** A way to a database that takes its time. */
export interface DistantDatabase {
  readonly url: string;
  close(): void;
}

/** The database at `address`, as it is seen from `roundTripMs` away: what is sent arrives half of it later, in order. */
export async function fromAfar(address: string, roundTripMs: number): Promise<DistantDatabase> {
  const near = new URL(address);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const database = net.connect(Number(near.port), near.hostname);
    link(client, database, roundTripMs / 2);
    link(database, client, roundTripMs / 2);
    for (const socket of [client, database]) sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(address);
  url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  return {
    url: url.href,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function link(from: net.Socket, to: net.Socket, delayMs: number): void {
  from.setNoDelay(true);
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
  from.on('error', () => undefined);
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
}
