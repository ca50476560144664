import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type Collector, startCollector } from './testing/collector.js';

let collector: Collector;
let server: TestServer;
beforeEach(async () => {
  collector = await startCollector();
  server = await startTestServer({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' });
});
afterEach(() => collector.close());

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
    expect.arrayContaining(['SQL append_batch', 'deliver']),
  );
  expect(below('deliver').map(({ name }) => name)).toContain('emit new_message');
  for (const command of ['send_message', 'list_messages']) {
    const root = spans.find(({ name }) => name === command);
    expect(below(command).map(({ name }) => name.split(' ')[0])).toContain('SQL');
    for (const child of below(command)) expect(child.traceId).toBe(root?.traceId);
  }
  expect(collector.text()).not.toMatch(/secret word|Nameless|eyJ/);
});

it('[OP24] from each message of a batch a trace leads to where they were delivered together, and from there to each', async () => {
  const [customer, provider] = [await server.user('customer'), await server.user('provider')];
  const chatId = await server.chat(customer, provider);
  const socket = await server.socket(customer.token);
  await socket.call('join_chat', { chatId });
  // While the chat is locked its messages gather behind the first.
  const holder = new Client({ connectionString: server.env['DATABASE_URL'] });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from chats where id = $1 for update', [chatId]);
  const sent = Array.from({ length: 5 }, (_, nth) => socket.call('send_message', { chatId, message: `no ${nth}` }));
  // Answered in its turn: by then all of them wait.
  await socket.call('leave_chat', { chatId: randomUUID() });
  await holder.query('commit');
  await holder.end();
  for (const answer of await Promise.all(sent)) expect(answer.ok).toBe(true);
  await server.close();

  const spans = collector.spans();
  const at = ({ traceId, spanId }: { traceId: string; spanId: string }) => `${traceId} ${spanId}`;
  const commands = spans.filter(({ name }) => name === 'send_message');
  const delivers = spans.filter(({ name }) => name === 'deliver');
  const told = (place: { spanId: string }) =>
    spans.filter(({ name, parentSpanId }) => name === 'emit new_message' && parentSpanId === place.spanId);
  expect(commands).toHaveLength(5);
  const shared = delivers.filter((span) => told(span).length > 0);
  expect(shared.length).toBeLessThan(5);
  for (const command of commands) {
    const mine = delivers.filter(({ parentSpanId }) => parentSpanId === command.spanId);
    expect(mine.map(({ traceId }) => traceId)).toEqual([command.traceId]);
    const together = shared.find((span) => span === mine[0] || mine[0]?.links?.some((link) => at(link) === at(span)));
    expect(together).toBeDefined();
    if (together === mine[0]) continue;
    expect(together?.links?.map(at)).toContain(at(command));
  }
  expect(shared.reduce((sum, span) => sum + told(span).length, 0)).toBe(5);
});
