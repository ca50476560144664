import { expect, vi } from 'vitest';
import type { TestServer } from '../../testing/test-server.js';

/** What tests of several servers ask the operator's numbers with. */
export const HOST = 'the-host-of-the-tests-0123456789';

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
