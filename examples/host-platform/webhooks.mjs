// What a host platform needs to hear of the chat: verify, act on each event once, answer soon.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

export async function startReceiver({ secret, onEvent, port = 0 }) {
  const webhook = new Webhook(secret);
  const done = new Set(); // yours: a table with a unique event id, written in the transaction that has the effect
  const take = async (request, response) => {
    let body = ''; // as it came: what was parsed and written again has another signature
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    let event;
    try {
      event = webhook.verify(body, request.headers); // also refuses what is older than five minutes
    } catch {
      return response.writeHead(401).end();
    }
    if (!done.has(event.id)) {
      await onEvent(event);
      done.add(event.id);
    }
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.writeHead(500).end()); // it comes again
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/hooks`, close: () => server.close() };
}
