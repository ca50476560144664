import { expect, vi } from 'vitest';
import type { TestDatabase } from '../../database/testing/test-database.js';
import type { TestServer } from '../../testing/test-server.js';

/** What tests of several servers ask the operator's numbers with. */
export const HOST = 'the-host-of-the-tests-0123456789';

/** The environment of one of several servers over one database. @param redisUrl its way to the others */
export function nodeEnv(database: TestDatabase, redisUrl: string): Record<string, string> {
  const addresses = { DATABASE_URL: database.url, DIRECT_URL: database.url, REDIS_URL: redisUrl };
  return { ...addresses, SERVICE_TOKEN: HOST, REALTIME_POOL_SIZE: '4', POOLED_POOL_SIZE: '3' };
}

/** The value of a metric without labels, or of the labels that are given; NaN when there is none. */
export async function metric(server: TestServer, name: string, labels = ''): Promise<number> {
  const answer = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${HOST}` } });
  const start = labels === '' ? `${name} ` : `${name}{${labels}} `;
  const line = (await answer.text()).split('\n').find((one) => one.startsWith(start));
  return line === undefined ? Number.NaN : Number(line.slice(start.length));
}

/** Waits until a server knows so many to live, itself included. */
export async function knows(server: TestServer, nodes: number): Promise<void> {
  await vi.waitFor(async () => expect(await metric(server, 'chat_cluster_nodes')).toBe(nodes), { timeout: 15_000 });
}

/** Waits until the others can, or cannot, be told of messages. */
export async function pubsub(server: TestServer, up: 0 | 1, withinMs: number): Promise<void> {
  await vi.waitFor(async () => expect(await metric(server, 'chat_pubsub_up')).toBe(up), { timeout: withinMs });
}
