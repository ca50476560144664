import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { type Collector, startCollector } from '../ops/testing/collector.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { knows, nodeEnv } from './testing/nodes.js';
import { type RedisServer, startRedis } from './testing/redis-server.js';

// Two servers over one database, which hear each other through a real redis-server.
let database: TestDatabase;
let redis: RedisServer;
let collector: Collector;
let servers: TestServer[] = [];
beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});
beforeEach(async () => {
  collector = await startCollector();
});
afterAll(async () => {
  await redis.close();
  await database.drop();
});

/** A customer at one server writes to a provider at the other, and everything ends. @returns the bytes between them */
async function writeAcross(traces: Record<string, string>): Promise<string> {
  const env = { ...nodeEnv(database, redis.url), LIMIT_SEND: '12,1/min' };
  const bus = await redis.listen('stm-chat:bus');
  try {
    // Tracing is of a process: the first server of this one switches it on, for both, and its end sends what is left.
    servers = [await startTestServer({ ...env, ...traces })];
    servers.push(await startTestServer(env));
    const [here, there] = servers as [TestServer, TestServer];
    await Promise.all([knows(here, 2), knows(there, 2)]);
    const [customer, provider] = [await here.user('customer', { name: 'Nameless' }), await there.user('provider')];
    const chatId = await here.chat(customer, provider);
    const [mine, other] = [await here.socket(customer.token), await there.socket(provider.token)];
    for (const socket of [mine, other]) await socket.call('join_chat', { chatId });
    await mine.call('send_message', { chatId, message: 'a very secret word' });
    await other.event('new_message');
  } finally {
    for (const server of servers.toReversed()) await server.close();
    bus.stop();
    collector.close();
  }
  return Buffer.concat([...bus.frames]).toString('latin1');
}

it('[OP24] a trace goes on over Redis to the other server, and to those who are told there', async () => {
  await writeAcross({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' });
  const spans = collector.spans();
  const sent = spans.find(({ name }) => name === 'send_message');
  const ofIt = spans.filter(({ traceId }) => traceId === sent?.traceId);
  const topicOf = ({ attributes }: (typeof spans)[number]) =>
    attributes.find(({ key }) => key === 'topic')?.value.stringValue;
  const heard = ofIt.find((span) => span.name === 'hear' && topicOf(span) === 'messages');
  // From what a client was told on the other server back to the event that it came from.
  const told = ofIt.find(({ name, parentSpanId }) => name === 'emit new_message' && parentSpanId === heard?.spanId);
  const way: string[] = [];
  for (let at = told; at !== undefined; at = ofIt.find(({ spanId }) => spanId === at?.parentSpanId)) way.push(at.name);
  expect(way).toEqual(['emit new_message', 'hear', 'tell', 'deliver', 'send_message']);
  expect(ofIt.map(({ name }) => name)).toEqual(expect.arrayContaining(['SQL append_batch', 'Redis count']));
  expect(collector.text()).not.toMatch(/secret word|Nameless|eyJ/);
});

it.each([
  ['switched off', {}],
  ['not sent', { OTEL_TRACES_SAMPLER_ARG: '0' }],
])('[OP24] of a trace that is %s nothing is said between servers', async (_, env) => {
  const endpoint: Record<string, string> =
    Object.keys(env).length === 0 ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const bytes = await writeAcross({ ...endpoint, ...env });
  expect(bytes).toContain('a very secret word');
  expect(bytes).not.toContain('#trace');
  expect(collector.text()).toBe('');
});
