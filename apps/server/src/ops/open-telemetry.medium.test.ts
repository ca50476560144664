import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

let collector: Server;
let server: TestServer;
let received = '';
beforeAll(async () => {
  collector = createServer((request, response) => {
    request.on('data', (data: Buffer) => (received += data.toString()));
    request.on('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  const { port } = collector.address() as AddressInfo;
  server = await startTestServer({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_TRACES_SAMPLER_ARG: '1',
  });
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
});

it('[OP24] a trace goes from the command to its SQL and back out, over both doors, and says nothing of what was written', async () => {
  const [customer, provider] = [await server.user('customer', { name: 'Nameless' }), await server.user('provider')];
  const chatId = await server.chat(customer, provider);
  const socket = await server.socket(customer.token);
  await socket.call('send_message', { chatId, message: 'a very secret word' });
  await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages`);
  // The end of the server sends what is left.
  await server.close();
  const spans = [...received.matchAll(/"spans":(\[.*?\])\}\]\}\]\}/gs)].flatMap(
    ([, list = '[]']) => JSON.parse(list) as Span[],
  );
  const sent = spans.find(({ name }) => name === 'send_message');
  const within = spans.filter(({ parentSpanId }) => parentSpanId === sent?.spanId).map(({ name }) => name);
  expect(within).toEqual(expect.arrayContaining(['SQL append_messages', 'deliver']));
  for (const command of ['send_message', 'list_messages']) {
    const root = spans.find(({ name }) => name === command);
    expect(root).toBeDefined();
    const children = spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
    expect(children.map(({ name }) => name.split(' ')[0])).toContain('SQL');
    for (const child of children) expect(child.traceId).toBe(root?.traceId);
  }
  expect(received).not.toMatch(/secret word|Nameless|eyJ/);
});
