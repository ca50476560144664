import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type Collector, startCollector } from './testing/collector.js';

let collector: Collector;
let server: TestServer;
beforeAll(async () => {
  collector = await startCollector();
  server = await startTestServer({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' });
});
afterAll(() => collector.close());

it('[OP24] a trace goes from the command to its SQL and back out, over both doors, and says nothing of what was written', async () => {
  const [customer, provider] = [await server.user('customer', { name: 'Nameless' }), await server.user('provider')];
  const chatId = await server.chat(customer, provider);
  const socket = await server.socket(customer.token);
  await socket.call('join_chat', { chatId });
  await socket.call('send_message', { chatId, message: 'a very secret word' });
  await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages`);
  // The end of the server sends what is left.
  await server.close();
  const spans = collector.spans();
  const below = (name: string) => {
    const parent = spans.find((span) => span.name === name);
    return spans.filter(({ parentSpanId }) => parent !== undefined && parentSpanId === parent.spanId);
  };
  expect(below('send_message').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['SQL append_messages', 'deliver']),
  );
  expect(below('deliver').map(({ name }) => name)).toContain('emit new_message');
  for (const command of ['send_message', 'list_messages']) {
    const root = spans.find(({ name }) => name === command);
    expect(below(command).map(({ name }) => name.split(' ')[0])).toContain('SQL');
    for (const child of below(command)) expect(child.traceId).toBe(root?.traceId);
  }
  expect(collector.text()).not.toMatch(/secret word|Nameless|eyJ/);
});
