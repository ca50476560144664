import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface FaultyProxy {
  /** The address of the same database, through the proxy. */
  readonly url: string;
  /** Answers that were swallowed. */
  readonly forgotten: number;
  /** Swallows the next answer, and cuts its connection. */
  forgetNextAnswer(): void;
  /** Cuts every connection and lets nobody in, or lets them in again. */
  refuse(yes: boolean): void;
  /** Passes nothing on any more, and keeps the connections: a half-open network. */
  swallow(yes: boolean): void;
  close(): Promise<void>;
}

/** Stands between the server and PostgreSQL, and loses what it is told to lose. */
export async function faultyProxy(url: string): Promise<FaultyProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let forget = false;
  let refusing = false;
  let swallowing = false;
  let forgotten = 0;
  // Half open: the end of one side is the other's only when it is passed on.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.on('data', (answer) => {
      if (swallowing) return;
      if (!forget) {
        client.write(answer);
        return;
      }
      // The answer arrived here, so PostgreSQL has committed; the server never hears of it.
      forget = false;
      forgotten += 1;
      client.destroy();
      upstream.destroy();
    });
    upstream.on('close', () => {
      if (!swallowing) client.destroy();
    });
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const through = new URL(url);
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.href,
    get forgotten() {
      return forgotten;
    },
    forgetNextAnswer: () => {
      forget = true;
    },
    refuse: (yes: boolean) => {
      refusing = yes;
      if (yes) cut();
    },
    swallow: (yes: boolean) => {
      swallowing = yes;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
