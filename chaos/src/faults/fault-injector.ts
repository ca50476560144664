import { setTimeout as wait } from 'node:timers/promises';
import type { ServerNode } from '../cluster/server-node.js';
import type { FaultName, Step } from '../round/schedule.js';
import type { World } from '../round/world.js';
import { exercise, type LinkKind } from './exercise.js';
import type { Link, LinkMode } from './link.js';

/** A fault that was asked for and did not come about: the round proves nothing. */
class FaultDidNotHappen extends Error {}

const SHORTEST_MS = 150;
/** A link that nothing passes gets this long until something does. */
const PROOF_MS = 15_000;

/**
 * Brings faults about, each for a time that its step says, several at once but never two on the same thing; and writes
 * down when each began and ended, with the proof that it was there.
 */
export class FaultInjector {
  readonly #busy = new Set<object>();
  readonly #running = new Set<Promise<void>>();
  readonly counts = new Map<FaultName, number>();
  #problem: unknown = null;

  /** @param longestMs how long one fault may last */
  constructor(
    private readonly world: World,
    private readonly longestMs: number,
  ) {}

  /** Begins it, unless its target has a fault already; it ends by itself. */
  begin(step: Step & { readonly name: FaultName }): void {
    const ms = SHORTEST_MS + ((step.n % 100) / 100) * Math.max(0, this.longestMs - SHORTEST_MS);
    const running = this.#run(step, ms)
      .catch((error: unknown) => void (this.#problem ??= error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits until all are over. @throws when one of them could not be brought about, or its end failed */
  async over(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#problem !== null) throw this.#problem as Error;
  }

  async #run({ name, who, n }: Step & { readonly name: FaultName }, ms: number): Promise<void> {
    const { cluster, actors } = this.world;
    const { ground, nodes } = cluster;
    const node = nodes[who % nodes.length];
    const edge = actors[who % actors.length]?.edge.link;
    if (node === undefined || edge === undefined) return;
    const databaseLink = n % 3 === 0 ? node.pooled : node.direct;
    const onEdge = (mode: LinkMode) => this.#onLink(name, edge, 'http', mode, ms);
    const onDatabase = (mode: LinkMode) => this.#onLink(name, databaseLink, 'postgresql', mode, ms);
    const onRedis = async (mode: LinkMode) =>
      node.redis === null ? undefined : this.#onLink(name, node.redis, 'redis', mode, ms);
    switch (name) {
      case 'killNode':
        return this.#onNode(name, node, async () => {
          const proof = await node.kill();
          await wait(ms / 2);
          await node.startAgain();
          return proof;
        });
      case 'pauseNode':
        return this.#onNode(name, node, async () => {
          const goOn = await node.pause();
          await wait(ms).finally(goOn);
          return `process ${node.pid} was stopped`;
        });
      case 'drainNode':
        return this.#onNode(name, node, () => this.#drain(node));
      case 'killPostgres':
        return this.#on(name, ground, 'PostgreSQL', () => ground.kill());
      case 'pausePostgres':
        return this.#on(name, ground, 'PostgreSQL', async () => {
          const goOn = await ground.pause();
          await wait(ms).finally(goOn);
          return `process ${ground.pid} and its children were stopped`;
        });
      case 'delayEdge':
        return onEdge({ kind: 'delay', ms: 20 + (n % 400) });
      case 'blackholeEdge':
        return onEdge({ kind: 'blackhole' });
      case 'resetEdge':
        return onEdge({ kind: 'reset' });
      case 'throttleEdge':
        return onEdge({ kind: 'throttle', bytesPerSecond: 2000 + n * 20 });
      case 'cutEdge':
        return onEdge({ kind: 'cut', afterBytes: 1 + (n % 400) });
      case 'delayDatabase':
        return onDatabase({ kind: 'delay', ms: 5 + (n % 150) });
      case 'blackholeDatabase':
        return onDatabase({ kind: 'blackhole' });
      case 'resetDatabase':
        return onDatabase({ kind: 'reset' });
      case 'cutDatabase':
        return onDatabase({ kind: 'cut', afterBytes: 1 + (n % 100) });
      case 'killPooler':
      case 'pausePooler':
        return this.#onPooler(name, ms);
      case 'killRedis':
      case 'pauseRedis':
        return this.#onRedis(name, ms);
      case 'delayRedis':
        return onRedis({ kind: 'delay', ms: 5 + (n % 150) });
      case 'blackholeRedis':
        return onRedis({ kind: 'blackhole' });
      case 'resetRedis':
        return onRedis({ kind: 'reset' });
    }
  }

  async #on(name: FaultName, target: object, what: string, work: () => Promise<string>): Promise<void> {
    if (this.#busy.has(target)) return;
    this.#busy.add(target);
    const { recorder } = this.world;
    const fault = `${name} ${this.#count(name)}: ${what}`;
    recorder.add({ kind: 'fault', fault, phase: 'begins', proof: null });
    try {
      const proof = await work();
      recorder.add({ kind: 'fault', fault, phase: 'ends', proof });
    } finally {
      this.#busy.delete(target);
    }
  }

  /** A node that starts needs its database: nobody starts while that is away. */
  #onNode(name: FaultName, node: ServerNode, work: () => Promise<string>): Promise<void> {
    if (node.address === null) return Promise.resolve();
    return this.#on(name, node, node.name, work);
  }

  async #onLink(name: FaultName, link: Link, kind: LinkKind, mode: LinkMode, ms: number): Promise<void> {
    return this.#on(name, link, `${link.name} ${JSON.stringify(mode)}`, async () => {
      const before = { ...link.counts };
      const until = performance.now() + ms;
      link.set(mode);
      const held = (): number => link.counts.held - before.held;
      const reset = (): number => link.counts.reset - before.reset;
      try {
        // What is behind the link may be away itself for a moment.
        while (held() + reset() === 0 && performance.now() < until + PROOF_MS) await exercise(link, kind, ms);
        await wait(Math.max(0, until - performance.now()));
      } finally {
        link.set({ kind: 'pass' });
      }
      if (held() + reset() === 0) throw new FaultDidNotHappen(`${name} on ${link.name}: nothing passed the link`);
      return `${held()} bytes waited, ${reset()} connections were reset`;
    });
  }

  async #drain(node: ServerNode): Promise<string> {
    const { recorder } = this.world;
    const clients = recorder.connectedTo(node.name);
    recorder.add({ kind: 'drain', node: node.name, clients });
    const end = await node.drain();
    await node.startAgain();
    return `it ended with ${end}, and let ${clients.length} clients go`;
  }

  async #onPooler(name: 'killPooler' | 'pausePooler', ms: number): Promise<void> {
    const { pooler } = this.world.cluster.ground;
    if (pooler === null) return;
    return this.#on(name, pooler, 'PgBouncer', async () => {
      if (name === 'killPooler') {
        await pooler.kill();
        await wait(ms / 2);
        await pooler.start();
        return 'it was killed and started again';
      }
      pooler.hang(true);
      await wait(ms).finally(() => pooler.hang(false));
      return 'it was stopped';
    });
  }

  async #onRedis(name: 'killRedis' | 'pauseRedis', ms: number): Promise<void> {
    const { redis } = this.world.cluster.ground;
    if (redis === null) return;
    return this.#on(name, redis, 'Redis', async () => {
      if (name === 'killRedis') {
        await redis.kill();
        await wait(ms / 2);
        await redis.start();
        return 'it was killed and started again';
      }
      redis.hang(true);
      await wait(ms).finally(() => redis.hang(false));
      return 'it was stopped';
    });
  }

  #count(name: FaultName): number {
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return count;
  }
}
