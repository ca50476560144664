import { createChatClient } from '../client.js';
import type { ChatClient, ChatClientOptions } from '../client-types.js';
import { tokenSource } from '../session/token-source.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { FakeClock } from './fake-clock.js';
import { FakeNetwork } from './fake-network.js';
import { FakeServer } from './fake-server.js';

export interface World {
  readonly clock: FakeClock;
  readonly server: FakeServer;
  readonly network: FakeNetwork;
  /** A client of that user. */
  client(userId: number, options?: Partial<ChatClientOptions>): ChatClient;
  /** Whatever is under way arrives, and `ms` pass. */
  quiet(ms?: number): Promise<void>;
}

/** A server, a network and a clock, all of them obedient. */
export function createWorld(): World {
  const clock = new FakeClock();
  const server = new FakeServer();
  const network = new FakeNetwork(server);
  return {
    clock,
    server,
    network,
    client: (userId, options = {}) =>
      createChatClient({
        url: 'http://server',
        session: tokenSource(async () => `user-${userId}`, clock),
        storage: memoryStorage(),
        clock,
        random: () => 0.5,
        fetch: network.fetch,
        io: network.io,
        environment: network.environment,
        ...options,
      }),
    quiet: (ms = 0) => clock.advance(ms),
  };
}
