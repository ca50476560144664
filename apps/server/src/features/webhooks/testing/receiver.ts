import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly id: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  // What came, as a host would read it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export type Answer = number | { readonly status: number; readonly headers: Record<string, string> } | 'nothing';

/** A host platform's endpoint on this machine. */
export interface Receiver {
  readonly url: string;
  /** Every request that came, in its order. */
  readonly received: readonly Received[];
  /** What it answers from now on; 200 at first. `nothing`: the connection is cut. */
  answer: (request: Received) => Answer;
  /** The events of a type. */
  of(type: string): Received[];
  /** Whether the official library accepts a request with this secret. */
  verifies(request: Received, secret: string): boolean;
  close(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, text, body: JSON.parse(text) };
      received.push(one);
      const answer = receiver.answer(one);
      if (answer === 'nothing') return void response.destroy();
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
      response.writeHead(status, headers).end('{"secret":"of the host"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hooks?from=chat`,
    received,
    answer: () => 200,
    of: (type) => received.filter(({ body }) => body.type === type),
    verifies: ({ text, headers }, secret) => {
      try {
        new Webhook(secret).verify(text, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
